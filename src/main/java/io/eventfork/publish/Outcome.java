package io.eventfork.publish;

/**
 * What became of one entry.
 *
 * @param result what the service says of an entry that it took; null if it took it not for certain
 * @param failure why it is not known to be taken; null if it is
 */
record Outcome(Object result, Exception failure) {

    static Outcome taken(Object result) {
        return new Outcome(result, null);
    }

    static Outcome failed(Exception why) {
        return new Outcome(null, why);
    }
}
