package io.eventfork.runtime;

/**
 * The application cannot start for a reason that its operator can mend. The message is one sentence
 * that says what is wrong and what to do; the command line prints it without a stack trace and
 * exits 1, or 2 if the mistake is in the command line itself.
 */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean wrongUsage;

    public StartException(String message) {
        this(message, null);
    }

    public StartException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private StartException(String message, Throwable cause, boolean wrongUsage) {
        super(message, cause);
        this.wrongUsage = wrongUsage;
    }

    /** For a mistake in the command line. */
    static StartException wrongUsage(String message, Throwable cause) {
        return new StartException(message, cause, true);
    }

    /** Whether the mistake is in the command line. */
    public boolean isWrongUsage() {
        return wrongUsage;
    }
}
