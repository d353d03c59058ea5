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

    /** A shorter stretch that a body and a line share says nothing: an id, a word. */
    private static final int LONGEST_QUOTE = 16;

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
        if (quotes(last)) {
            LOG.info("Task {}: (a line is withheld: it quotes a message).", taskId);
        } else {
            String masked = mask.apply(last);
            LOG.info(
                    "Task {}: {}",
                    taskId,
                    masked.length() <= LONGEST_LINE ? masked : masked.substring(0, LONGEST_LINE));
        }
    }

    /** The last line that is not blank; empty if there was none. */
    String last() {
        return last;
    }

    private boolean quotes(String line) {
        String shown = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
        return bodies.stream().anyMatch(body -> quotes(shown, body));
    }

    private static boolean quotes(String line, String body) {
        for (int at = 0; at <= line.length() - LONGEST_QUOTE; at++) {
            if (body.contains(line.substring(at, at + LONGEST_QUOTE))) {
                return true;
            }
        }
        return body.length() > 3 && body.length() < LONGEST_QUOTE && line.contains(body);
    }
}
