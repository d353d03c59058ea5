package io.eventfork.delivery;

/**
 * Work was ended because the lease of what it worked on is over, or nearly: that goes back to its
 * queue or stream, from where it comes again. Nothing is wrong with it, and nothing is counted.
 */
public final class LeaseOverException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LeaseOverException(String message) {
        super(message);
    }
}
