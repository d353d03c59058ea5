package io.eventfork.localcloud.queues;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Queues that keep what they get, and fail as a test says. Thread-safe. */
public final class InMemoryQueues implements QueueDelivery {

    private final Map<String, List<QueueMessage>> messages = new ConcurrentHashMap<>();
    private final Map<String, Function<QueueMessage, DeliveryResult>> answers =
            new ConcurrentHashMap<>();
    private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();

    @Override
    public List<DeliveryResult> send(String queueArn, List<QueueMessage> batch) {
        batchSizes.add(batch.size());
        List<DeliveryResult> results = new ArrayList<>();
        for (QueueMessage message : batch) {
            DeliveryResult result =
                    answers.getOrDefault(queueArn, m -> DeliveryResult.delivered()).apply(message);
            if (result.outcome() == DeliveryResult.Outcome.DELIVERED) {
                messages.computeIfAbsent(queueArn, arn -> new CopyOnWriteArrayList<>())
                        .add(message);
            }
            results.add(result);
        }
        return results;
    }

    public void answer(String queueArn, Function<QueueMessage, DeliveryResult> answer) {
        answers.put(queueArn, answer);
    }

    public List<QueueMessage> in(String queueArn) {
        return messages.getOrDefault(queueArn, List.of());
    }

    public List<String> bodiesIn(String queueArn) {
        return in(queueArn).stream().map(QueueMessage::body).toList();
    }

    /** The size of each request so far. */
    public List<Integer> batchSizes() {
        return batchSizes;
    }
}
