package io.eventfork.conservation;

/**
 * One thing that is not as it has to be. Immutable.
 *
 * @param kind of flaw
 * @param where the sink, or the part of the run
 * @param what of it
 */
record Flaw(Kind kind, String where, String what) {

    /** The kinds of flaws. */
    enum Kind {
        /** What was promised is not there. */
        LOST,
        /** What is there was never issued. */
        INVENTED,
        /** It is there, but not as it was sent. */
        ALTERED,
        /** It is there more than once. */
        DOUBLED,
        /** A dead letter or failed record that no poison explains, or poison without one. */
        UNEXPLAINED,
        /** The run itself was not what was asked for. */
        UNFIT,
        /** The application did what it must not do. */
        WRONG
    }

    @Override
    public String toString() {
        return "%s, %s: %s".formatted(kind, where, what);
    }
}
