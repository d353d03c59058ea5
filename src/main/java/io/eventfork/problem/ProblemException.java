package io.eventfork.problem;

import java.util.List;

/** A request that a route refuses; the caller gets the status, the detail and the faults. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Fault> faults;

    public ProblemException(int status, String detail) {
        this(status, detail, List.of());
    }

    public ProblemException(int status, String detail, List<Fault> faults) {
        super(detail);
        this.status = status;
        this.faults = List.copyOf(faults);
    }

    public int status() {
        return status;
    }

    public List<Fault> faults() {
        return faults;
    }
}
