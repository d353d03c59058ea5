package io.eventfork.tasks;

/**
 * How a task ended, as it told by its token.
 *
 * @param succeeded whether it ended well
 * @param output what it says of a good end, as JSON: a report of failures, for example; or empty
 * @param error the name of what went wrong, for example {@code ProcessingException}; or empty
 * @param cause more about that, for people; or empty
 */
record TaskOutcome(boolean succeeded, String output, String error, String cause) {

    static TaskOutcome success(String output) {
        return new TaskOutcome(true, output, "", "");
    }

    static TaskOutcome failure(String error, String cause) {
        return new TaskOutcome(false, "", error, cause);
    }

    /** Without what the task wrote. */
    @Override
    public String toString() {
        return succeeded ? "success" : "failure";
    }
}
