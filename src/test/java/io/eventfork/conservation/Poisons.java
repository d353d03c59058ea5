package io.eventfork.conservation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Messages that can never become what their queue is for, put straight into it. The backup refuses
 * nothing: what is no event has to be kept there as it is. Thread-safe.
 */
final class Poisons {

    /** What the ids of their events begin with. */
    static final String ID = "poison-";

    /** A body that no log may quote. */
    static final String TEXT = "this is no order";

    private static final String ORDERS = "checkout-orders";
    private static final String BACKUP = "checkout-backup";
    private static final String SEARCH = "checkout-search";
    private static final String MANY_DIGITS = "7.".concat("1234567890".repeat(5));
    private static final String LONG_KEY = '"' + "k".repeat(1100) + '"';
    private static final String CARD = "{\"note\": \"paid with 4111 1111 1111 1111";
    private static final String MASKED = "{\"note\": \"paid with ****";

    /**
     * A form of poison.
     *
     * @param id what its id ends in
     * @param place where it has to be put aside
     */
    private record Form(
            String queue, String id, String sent, String place, String kept, String reason) {

        Form(String queue, String sent, String kept, String reason) {
            this(queue, "", sent, place(queue), kept, reason);
        }

        private static String place(String queue) {
            return switch (queue) {
                case BACKUP -> Letter.BACKUP;
                case SEARCH -> Letter.FAILED_DOCUMENTS;
                default -> queue + "-dlq";
            };
        }
    }

    private static final List<Form> FORMS =
            List.of(
                    new Form(ORDERS, TEXT, TEXT, "not JSON"),
                    new Form(ORDERS, CARD, MASKED, "not JSON"),
                    new Form(ORDERS, "[]", "[]", "lacks"),
                    same(ORDERS, "{\"customer\":{\"id\":\"c1\"},\"payment\":{\"id\":2}}", "lacks"),
                    same(ORDERS, order("1", MANY_DIGITS), "digits"),
                    // DynamoDB refuses a sort key of more than 1,024 bytes.
                    same(ORDERS, order(LONG_KEY, "5"), ""),
                    same(BACKUP, TEXT, ""),
                    new Form(BACKUP, CARD, MASKED, ""),
                    same(BACKUP, "{\"_event\":{\"id\":\"another\"},\"n\":1}", ""),
                    same(BACKUP, "[".repeat(2000), ""),
                    same(SEARCH, TEXT, "not a JSON object"),
                    new Form(SEARCH, CARD, MASKED, "not a JSON object"),
                    same(SEARCH, "{\"payment\":\"none\"}", "parsing"),
                    new Form(
                            SEARCH,
                            "{\"items\":\"paid with 4111 1111 1111 1111\"}",
                            "{\"items\":\"paid with ****\"}",
                            "parsing"),
                    // OpenSearch refuses a whole request for an id of more than 512 bytes.
                    new Form(
                            SEARCH,
                            "-" + "x".repeat(600),
                            "{\"n\":1}",
                            Letter.FAILED_DOCUMENTS,
                            "{\"n\":1}",
                            "too long"));

    private final Queues queues;
    private final AtomicInteger count = new AtomicInteger();
    private final List<Letter> expected = new CopyOnWriteArrayList<>();

    Poisons(Queues queues) {
        this.queues = queues;
    }

    /** Sends one of each form; returns how many. */
    int send() {
        for (Form form : FORMS) {
            String id = ID + count.incrementAndGet() + form.id();
            expected.add(new Letter(form.place(), id, form.reason(), form.kept()));
            Map<String, MessageAttributeValue> attributes = new HashMap<>();
            attributes.put("eventId", attribute("String", id));
            // The search passes over what has no amount.
            attributes.put("amount", attribute("Number", "100"));
            queues.send(form.queue(), form.sent(), attributes);
        }
        return FORMS.size();
    }

    /** What has to be put aside. */
    List<Letter> expected() {
        return List.copyOf(expected);
    }

    private static Form same(String queue, String body, String reason) {
        return new Form(queue, body, body, reason);
    }

    private static String order(String id, String amount) {
        return "{\"id\":%s,\"date\":\"2026-01-01T00:00:00Z\",\"customer\":{\"id\":\"c1\"},\"payment\":{\"id\":1,\"amount\":%s,\"currency\":\"usd\"},\"items\":[]}"
                .formatted(id, amount);
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }
}
