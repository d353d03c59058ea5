package io.eventfork.conservation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Messages that can never become a row, put straight into the queue of orders. Thread-safe. */
final class Poisons {

    private static final String QUEUE = "checkout-orders";
    private static final String MANY_DIGITS = "7.".concat("1234567890".repeat(5));

    /** What is sent, what has to be dead-lettered, and a part of the reason. */
    private record Poison(String sent, String kept, String reason) {}

    private static final List<Poison> FORMS =
            List.of(
                    new Poison("this is no order", "this is no order", "not JSON"),
                    new Poison(
                            "{\"note\": \"paid with 4111 1111 1111 1111",
                            "{\"note\": \"paid with ****",
                            "not JSON"),
                    new Poison("[]", "[]", "lacks"),
                    new Poison(
                            "{\"customer\":{\"id\":\"c1\"},\"id\":1,\"payment\":{\"id\":2}}",
                            "{\"customer\":{\"id\":\"c1\"},\"id\":1,\"payment\":{\"id\":2}}",
                            "lacks"),
                    new Poison(order("1", MANY_DIGITS), order("1", MANY_DIGITS), "digits"),
                    // DynamoDB refuses a sort key of more than 1,024 bytes.
                    new Poison(
                            order('"' + "k".repeat(1100) + '"', "5"),
                            order('"' + "k".repeat(1100) + '"', "5"),
                            ""));

    private final Queues queues;
    private final AtomicInteger count = new AtomicInteger();
    private final List<Letter> expected = new CopyOnWriteArrayList<>();

    Poisons(Queues queues) {
        this.queues = queues;
    }

    /** Sends one of each form; returns how many. */
    int send() {
        for (Poison form : FORMS) {
            String id = "poison-" + count.incrementAndGet();
            expected.add(new Letter(QUEUE + "-dlq", id, form.reason(), form.kept()));
            queues.send(
                    QUEUE,
                    form.sent(),
                    Map.of(
                            "poison",
                            MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue(id)
                                    .build()));
        }
        return FORMS.size();
    }

    /** The dead letters that there have to be. */
    List<Letter> expected() {
        return List.copyOf(expected);
    }

    private static String order(String id, String amount) {
        return "{\"id\":%s,\"date\":\"2026-01-01T00:00:00Z\",\"customer\":{\"id\":\"c1\"},\"payment\":{\"id\":1,\"amount\":%s,\"currency\":\"usd\"},\"items\":[]}"
                .formatted(id, amount);
    }
}
