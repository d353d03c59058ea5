package io.eventfork.tasks;

import io.eventfork.delivery.Lease;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One piece of work for a container or a process.
 *
 * @param id names it in the log, and tells nothing of its input
 * @param environment what it gets beside the environment that its runner gives every task: its
 *     input among it
 * @param timeLimit the time after which it is ended
 * @param lease of the messages it works on; it does not outlive that
 */
public record Task(String id, Map<String, String> environment, Duration timeLimit, Lease lease) {

    public Task {
        environment = Map.copyOf(environment);
    }

    /** The same task with more in its environment. */
    Task with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Task(id, all, timeLimit, lease);
    }

    /** The id alone: the environment holds the input. */
    @Override
    public String toString() {
        return "task " + id;
    }
}
