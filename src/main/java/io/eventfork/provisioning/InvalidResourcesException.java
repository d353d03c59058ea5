package io.eventfork.provisioning;

import java.util.List;
import java.util.stream.Collectors;

/** A {@code resources.yaml} cannot be used; the message has one line for each problem. */
public final class InvalidResourcesException extends RuntimeException {

    private final transient List<Problem> problems;

    InvalidResourcesException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All problems that were found, in the order of the file; never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
