package io.eventfork.conservation;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Delivers events again that were published before, as SQS may. Thread-safe. */
final class Duplicates {

    private static final int EVENTS = 10;

    private final Book book;
    private final Witness witness;
    private final Queues queues;

    Duplicates(Book book, Witness witness, Queues queues) {
        this.book = book;
        this.witness = witness;
        this.queues = queues;
    }

    /**
     * Puts events into all queues once more; also those into the search queue that the subscription
     * would have filtered.
     *
     * @return how many messages were sent
     */
    int send(long seed) {
        Map<String, String> ids = witness.eventIds();
        List<String> published = witness.published().keySet().stream().sorted().toList();
        if (published.isEmpty()) {
            return 0;
        }
        Random random = new Random(seed);
        for (int i = 0; i < EVENTS; i++) {
            Order order = book.order(published.get(random.nextInt(published.size())));
            Map<String, MessageAttributeValue> attributes =
                    attributes(order, ids.get(order.reference()));
            String body = witness.body(order.reference());
            Queues.WORKED.forEach(queue -> queues.send(queue, body, attributes));
        }
        return EVENTS * Queues.WORKED.size();
    }

    /** The attributes of an order's event as SQS carries them. */
    static Map<String, MessageAttributeValue> attributes(Order order, String eventId) {
        return order.attributes(eventId).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> attribute(e.getValue())));
    }

    private static MessageAttributeValue attribute(String typeAndValue) {
        int colon = typeAndValue.indexOf(':');
        return MessageAttributeValue.builder()
                .dataType(typeAndValue.substring(0, colon))
                .stringValue(typeAndValue.substring(colon + 1))
                .build();
    }
}
