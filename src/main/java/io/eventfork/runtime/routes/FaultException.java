package io.eventfork.runtime.routes;

/** Carries a {@link Fault} out of the code that found it. */
final class FaultException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    FaultException(Fault fault) {
        super(fault.places().get(0) + ": " + fault.reason());
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}
