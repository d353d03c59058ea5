package io.eventfork.conservation;

import java.util.Map;

/**
 * A message of a dead-letter queue, or one that belongs there. Immutable.
 *
 * @param queue bare name of the dead-letter queue
 * @param poison which poison it is, by its attribute, or empty
 * @param reason in the attribute {@code eventfork}, or, of one that belongs there, a part of it
 * @param body as it is in the queue, without card data
 */
record Letter(String queue, String poison, String reason, String body) {

    static Letter of(String queue, Map<String, String> attributes, String body) {
        String note =
                attributes.getOrDefault("eventfork", "String:{}").substring("String:".length());
        return new Letter(
                queue,
                attributes.getOrDefault("poison", "String:").substring("String:".length()),
                Json.parse(note).path("reason").asText(""),
                body);
    }

    /** Whether a dead letter is what this one says has to be there. */
    boolean explains(Letter found) {
        return queue.equals(found.queue)
                && poison.equals(found.poison)
                && body.equals(found.body)
                && !found.reason.isEmpty()
                && found.reason.contains(reason);
    }
}
