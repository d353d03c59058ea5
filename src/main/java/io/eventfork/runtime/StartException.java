package io.eventfork.runtime;

import io.eventfork.runtime.routes.RouteFileException;

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

    /** Of a failure of the start, in one sentence: itself, or the first line of its root cause. */
    static StartException of(Exception failure) {
        if (failure instanceof StartException itself) {
            return itself;
        }
        return new StartException(
                failure instanceof RouteFileException ? failure.getMessage() : sentence(failure),
                failure);
    }

    /** Messages of the AWS SDK have several lines. */
    static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }

    private static String sentence(Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof StartException)) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : firstLine(cause.getMessage());
    }

    /** Whether the mistake is in the command line. */
    public boolean isWrongUsage() {
        return wrongUsage;
    }
}
