package io.eventfork.tasks;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task writes: to the log, line by line. A line that quotes one of its messages is withheld,
 * and card data is masked. Lines come on one thread at a time.
 */
final class TaskOutput implements Consumer<String> {

    private static final Logger LOG = LoggerFactory.getLogger(TaskOutput.class);

    private static final int LONGEST_LINE = 1_000;

    private final String taskId;
    private final List<String> bodies;
    private final UnaryOperator<String> mask;
    private volatile String last = "";

    TaskOutput(String taskId, List<String> bodies, UnaryOperator<String> mask) {
        this.taskId = taskId;
        this.bodies = List.copyOf(bodies);
        this.mask = mask;
    }

    @Override
    public void accept(String line) {
        if (line.isBlank()) {
            return;
        }
        last = line.strip();
        String shown = cut(mask.apply(last));
        if (bodies.stream().anyMatch(body -> Quotes.isIn(cut(last), body))) {
            shown = "(a line is withheld: it quotes a message).";
        }
        LOG.info("Task {}: {}", taskId, shown);
    }

    /** The last line that is not blank; empty if there was none. */
    String last() {
        return last;
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
    }
}
