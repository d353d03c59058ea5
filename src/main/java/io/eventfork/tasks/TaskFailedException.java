package io.eventfork.tasks;

/**
 * A task did not end well, and nobody knows which of its messages is to blame. Its text holds
 * nothing of them.
 */
public class TaskFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TaskFailedException(String message) {
        super(message);
    }
}
