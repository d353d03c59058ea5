package io.eventfork.tasks;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task writes: to the log, line by line. A line that quotes what is secret, messages and
 * token, is withheld, and card data is masked. Lines come on one thread at a time.
 */
final class TaskOutput implements Consumer<String> {

    private static final Logger LOG = LoggerFactory.getLogger(TaskOutput.class);

    private static final int LONGEST_LINE = 1_000;

    private final String taskId;
    private final List<String> secret;
    private final List<String> unescaped;
    private final UnaryOperator<String> mask;
    private volatile String last = "";

    TaskOutput(String taskId, List<String> secret, UnaryOperator<String> mask) {
        this.taskId = taskId;
        this.secret = List.copyOf(secret);
        this.unescaped = secret.stream().map(TaskOutput::unescaped).toList();
        this.mask = mask;
    }

    @Override
    public void accept(String line) {
        if (line.isBlank()) {
            return;
        }
        last = line.strip();
        String shown = cut(mask.apply(last));
        if (quotes(cut(last), secret) || quotes(unescaped(cut(last)), unescaped)) {
            shown = "(a line is withheld: it quotes a message or the token).";
        }
        LOG.info("Task {}: {}", taskId, shown);
    }

    /** The last line that is not blank; empty if there was none. */
    String last() {
        return last;
    }

    private static boolean quotes(String line, List<String> texts) {
        return texts.stream().anyMatch(text -> Quotes.isIn(line, text));
    }

    /** A body is a text in the JSON of an input, however deep: each quote of its own is escaped. */
    private static String unescaped(String text) {
        return text.replace("\\", "");
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
    }
}
