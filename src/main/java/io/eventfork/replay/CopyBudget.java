package io.eventfork.replay;

/**
 * How many copies may still be sent. One counts as soon as it is about to be sent, and not when it
 * is confirmed: whoever goes on after a crash in between cannot know that it is not there. So a
 * limit may be missed by the copies that a killed replica had in hand, and is never exceeded. Not
 * thread-safe.
 */
final class CopyBudget {

    private final long limit;
    private final long unknown;
    private long moved;
    private long underWay;

    /**
     * @param limit copies at most; 0 for no limit
     * @param from what is written of whoever had the job before
     */
    CopyBudget(long limit, Checkpoint from) {
        this.limit = limit;
        this.moved = from.moved();
        this.unknown = from.reserved() - from.moved();
    }

    boolean isLimited() {
        return limit > 0;
    }

    long remaining() {
        return isLimited() ? Math.max(0, limit - reserved()) : Long.MAX_VALUE;
    }

    /** So many are about to be sent. */
    void begin(int copies) {
        underWay += copies;
    }

    /** So many of those about to be sent are confirmed. */
    void confirm(int copies) {
        underWay -= copies;
        moved += copies;
    }

    /** So many of those about to be sent are certainly not there. */
    void takeBack(int copies) {
        underWay -= copies;
    }

    /** How many are confirmed. */
    long moved() {
        return moved;
    }

    /** How many may be there, those confirmed among them. */
    long reserved() {
        return moved + unknown + underWay;
    }

    /** How many a replica had in hand that was killed, or left in the middle of a request. */
    long unknown() {
        return unknown;
    }
}
