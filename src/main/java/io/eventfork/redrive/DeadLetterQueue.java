package io.eventfork.redrive;

import io.eventfork.provisioning.Queue;
import io.eventfork.provisioning.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A dead-letter queue and the queues whose messages it gets, all by their bare names.
 *
 * @param sources at least one
 */
public record DeadLetterQueue(String name, List<String> sources) {

    public DeadLetterQueue {
        sources = List.copyOf(sources);
    }

    /** Those of all declared queues, in the order of their names. */
    public static List<DeadLetterQueue> of(Resources resources) {
        Map<String, List<String>> sources = new TreeMap<>();
        for (Queue queue : resources.queues()) {
            queue.deadLetterName()
                    .ifPresent(
                            name ->
                                    sources.computeIfAbsent(name, any -> new ArrayList<>())
                                            .add(queue.name()));
        }
        return sources.entrySet().stream()
                .map(entry -> new DeadLetterQueue(entry.getKey(), entry.getValue()))
                .toList();
    }
}
