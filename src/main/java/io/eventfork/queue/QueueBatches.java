package io.eventfork.queue;

import io.eventfork.delivery.Backoff;
import io.eventfork.delivery.ServiceRefusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/**
 * Batch requests of up to ten entries, each of which is checked. What failed is sent again, alone
 * with its like, after growing pauses; an entry that the answer does not mention has failed.
 *
 * <p>On the SDK client, because {@code aws2-sqs} gives all entries of a batch the same attributes
 * and does not look at the entries that failed. Thread-safe.
 */
public final class QueueBatches {

    private static final int TRIES = 5;
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final String NO_ANSWER = "no answer for this entry";

    private final SqsClient client;
    private final Sleeper sleeper;

    public QueueBatches(SqsClient client, Sleeper sleeper) {
        this.client = client;
        this.sleeper = sleeper;
    }

    /** What an answer says of the entries of a request, by their ids. */
    private record Answer(List<String> successful, List<BatchResultErrorEntry> failed) {}

    /** One request with the entries at these places, each of which is its entry's id. */
    @FunctionalInterface
    private interface Call {
        Answer of(List<Integer> places);
    }

    /** Sends messages, at most ten; an entry's id is set here. */
    public BatchOutcome send(String url, List<SendMessageBatchRequestEntry> messages) {
        return run(
                messages.size(),
                places -> {
                    List<SendMessageBatchRequestEntry> entries =
                            places.stream()
                                    .map(at -> messages.get(at).toBuilder().id("" + at).build())
                                    .toList();
                    var response =
                            client.sendMessageBatch(send -> send.queueUrl(url).entries(entries));
                    return new Answer(
                            response.successful().stream()
                                    .map(SendMessageBatchResultEntry::id)
                                    .toList(),
                            response.failed());
                });
    }

    /** Deletes messages by their receipt handles, at most ten. */
    public BatchOutcome delete(String url, List<String> handles) {
        return run(
                handles.size(),
                places -> {
                    List<DeleteMessageBatchRequestEntry> entries =
                            places.stream()
                                    .map(
                                            at ->
                                                    DeleteMessageBatchRequestEntry.builder()
                                                            .id("" + at)
                                                            .receiptHandle(handles.get(at))
                                                            .build())
                                    .toList();
                    var response =
                            client.deleteMessageBatch(
                                    delete -> delete.queueUrl(url).entries(entries));
                    return new Answer(
                            response.successful().stream()
                                    .map(DeleteMessageBatchResultEntry::id)
                                    .toList(),
                            response.failed());
                });
    }

    /** Makes messages visible again by their receipt handles, at most ten. */
    public BatchOutcome giveBack(String url, List<String> handles) {
        return run(
                handles.size(),
                places -> {
                    List<ChangeMessageVisibilityBatchRequestEntry> entries =
                            places.stream()
                                    .map(
                                            at ->
                                                    ChangeMessageVisibilityBatchRequestEntry
                                                            .builder()
                                                            .id("" + at)
                                                            .receiptHandle(handles.get(at))
                                                            .visibilityTimeout(0)
                                                            .build())
                                    .toList();
                    var response =
                            client.changeMessageVisibilityBatch(
                                    change -> change.queueUrl(url).entries(entries));
                    return new Answer(
                            response.successful().stream()
                                    .map(ChangeMessageVisibilityBatchResultEntry::id)
                                    .toList(),
                            response.failed());
                });
    }

    private BatchOutcome run(int size, Call call) {
        Set<Integer> confirmed = new TreeSet<>();
        Map<Integer, String> refused = new TreeMap<>();
        Map<Integer, String> open = new TreeMap<>();
        IntStream.range(0, size).forEach(place -> open.put(place, NO_ANSWER));
        for (int attempt = 1; attempt <= TRIES && !open.isEmpty(); attempt++) {
            if (attempt > 1) {
                sleeper.sleep(BACKOFF.delay(attempt - 1));
            }
            tryOnce(List.copyOf(open.keySet()), call, confirmed, refused, open);
        }
        return new BatchOutcome(confirmed, refused, open);
    }

    private static void tryOnce(
            List<Integer> places,
            Call call,
            Set<Integer> confirmed,
            Map<Integer, String> refused,
            Map<Integer, String> open) {
        Answer answer;
        try {
            answer = call.of(places);
        } catch (SdkException e) {
            if (!isPermanent(e)) {
                places.forEach(place -> open.put(place, code(e)));
            } else if (places.size() == 1) {
                open.remove(places.get(0));
                refused.put(places.get(0), code(e));
            } else {
                // One of them spoils the request for all.
                places.forEach(place -> tryOnce(List.of(place), call, confirmed, refused, open));
            }
            return;
        }
        List<Integer> mentioned = new ArrayList<>();
        for (String id : answer.successful()) {
            mentioned.add(Integer.valueOf(id));
        }
        for (BatchResultErrorEntry failure : answer.failed()) {
            Integer place = Integer.valueOf(failure.id());
            open.put(place, String.valueOf(failure.code()));
            if (Boolean.TRUE.equals(failure.senderFault())) {
                refused.put(place, open.remove(place));
            }
        }
        mentioned.forEach(open::remove);
        confirmed.addAll(mentioned);
    }

    private static boolean isPermanent(SdkException thrown) {
        return thrown instanceof AwsServiceException refusal
                && ServiceRefusals.isPermanent(refusal);
    }

    private static String code(SdkException thrown) {
        if (thrown instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null) {
            return String.valueOf(refusal.awsErrorDetails().errorCode());
        }
        return thrown.getClass().getSimpleName();
    }
}
