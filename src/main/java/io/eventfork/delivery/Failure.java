package io.eventfork.delivery;

/**
 * Why an exchange that carried a message failed.
 *
 * @param kind what is to become of the message
 * @param cause what was thrown, or what stands for it; the part of the cause chain that decided the
 *     kind
 */
record Failure(Kind kind, Throwable cause) {

    /**
     * The failure classes, the most decisive last: when several holders of one message fail, the
     * last of these wins.
     */
    enum Kind {
        /**
         * The holder never ended its work, or had to end it with the lease: the receipt goes back
         * to the queue and counts for nothing.
         */
        ABANDONED,
        /** The batch it was in failed, for whatever member's sake: each is tried again alone. */
        CROWDED,
        /**
         * Whatever the message was meant for is not there: receiving pauses, and it counts for
         * nothing.
         */
        SINK_AWAY,
        /** Nobody knows whether another try helps: a few more tries, then dead-lettered. */
        UNCLASSIFIED,
        /** This message can never succeed: dead-lettered at once. */
        PERMANENT
    }

    static Failure abandoned(String why) {
        return new Failure(Kind.ABANDONED, new IllegalStateException(why));
    }

    /** The more decisive of two failures; either may be null. */
    static Failure worse(Failure one, Failure other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.kind().compareTo(other.kind()) >= 0 ? one : other;
    }
}
