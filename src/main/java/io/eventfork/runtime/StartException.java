package io.eventfork.runtime;

/**
 * The application cannot start for a reason that its operator can mend. The message is one sentence
 * that says what is wrong and what to do; the command line prints it without a stack trace and
 * exits 1.
 */
public final class StartException extends RuntimeException {

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
