package io.eventfork.tasks;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How a task ended, as it told by its token.
 *
 * @param succeeded whether it ended well
 * @param output what it says of a good end, as JSON: a report of failures, for example; or empty
 * @param error the name of what went wrong, for example {@code ProcessingException}; or empty
 * @param cause more about that, for people; or empty
 */
record TaskOutcome(boolean succeeded, String output, String error, String cause) {

    private static final Pattern ERROR_NAME = Pattern.compile("[A-Za-z][A-Za-z.]{0,255}");

    static TaskOutcome success(String output) {
        return new TaskOutcome(true, output, "", "");
    }

    static TaskOutcome failure(String error, String cause) {
        return new TaskOutcome(false, "", error, cause);
    }

    /**
     * What it says of a good end.
     *
     * @param log gets the cause of a bad one, line by line
     * @throws TaskFailedException if it did not end well; with the error if that is a name, as the
     *     text may come to rest in a dead letter
     */
    String said(Consumer<String> log) {
        if (succeeded) {
            return output;
        }
        cause.lines().forEach(log);
        throw new TaskFailedException(
                ERROR_NAME.matcher(error).matches()
                        ? "The task told its failure, " + error
                        : "The task told its failure");
    }

    /** Without what the task wrote. */
    @Override
    public String toString() {
        return succeeded ? "success" : "failure";
    }
}
