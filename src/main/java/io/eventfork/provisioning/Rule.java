package io.eventfork.provisioning;

import java.util.List;

/**
 * A rule of an event bus, which sends to queues what it matches, whole. What a queue never takes
 * goes to its dead-letter queue, if it has one.
 *
 * @param bus the bare name of the bus
 * @param pattern the event pattern as JSON
 * @param queues the bare names of its targets, one to five
 */
public record Rule(String name, String bus, String pattern, List<String> queues)
        implements Resource {

    static final int MOST_TARGETS = 5;

    public Rule {
        queues = List.copyOf(queues);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.RULE;
    }
}
