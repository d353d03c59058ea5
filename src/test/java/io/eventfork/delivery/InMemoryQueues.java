package io.eventfork.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/**
 * Queues in memory with the visibility semantics of SQS on a clock of the test's, and faults on
 * demand. Queue {@code x} has the dead-letter queue {@code x-dlq} if that exists.
 */
public final class InMemoryQueues implements SqsClient {

    private static final String URL = "http://queues/";

    public static final class Stored {
        public final String id = UUID.randomUUID().toString();
        public final String body;
        public final Map<String, MessageAttributeValue> attributes;
        public final String trace;
        final Instant sentAt;
        Instant visibleAt;
        String handle;
        int receives;

        Stored(
                String body,
                Map<String, MessageAttributeValue> attributes,
                String trace,
                Instant now) {
            this.body = body;
            this.attributes = attributes;
            this.trace = trace;
            this.sentAt = now;
            this.visibleAt = now;
        }
    }

    private final Clock clock;
    private final Map<String, List<Stored>> queues = new HashMap<>();
    private final Map<String, Integer> visibilities = new HashMap<>();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();

    /**
     * Given an operation and a message's body, the code with which that entry is refused, or null.
     */
    public volatile BiFunction<String, String, String> refuseEntry = (operation, body) -> null;

    /** Shorter than what is asked for, so that a stop, which waits for it, is quick. */
    private volatile Duration longestPoll = Duration.ofMillis(250);

    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicInteger mostPolls = new AtomicInteger();

    /** Given an operation, what the whole request throws, or null. */
    public volatile Function<String, RuntimeException> refuse = operation -> null;

    public InMemoryQueues(Clock clock) {
        this.clock = clock;
    }

    public synchronized void create(String name, Duration visibility) {
        queues.put(name, new ArrayList<>());
        visibilities.put(name, Math.toIntExact(visibility.toSeconds()));
    }

    public synchronized void remove(String name) {
        queues.remove(name);
    }

    public synchronized Stored put(
            String name, String body, Map<String, MessageAttributeValue> attributes) {
        Stored stored = new Stored(body, attributes, "Root=1-" + body.hashCode(), clock.instant());
        queues.get(name).add(stored);
        notifyAll();
        return stored;
    }

    public synchronized List<Stored> contents(String name) {
        return List.copyOf(queues.get(name));
    }

    public synchronized List<String> bodies(String name) {
        return queues.get(name).stream().map(stored -> stored.body).toList();
    }

    /** How many messages of a queue are visible now. */
    public synchronized long visible(String name) {
        Instant now = clock.instant();
        return queues.get(name).stream().filter(stored -> !stored.visibleAt.isAfter(now)).count();
    }

    void pollUntilThereIsAMessage() {
        longestPoll = ChronoUnit.FOREVER.getDuration();
    }

    /** How many receives are under way. */
    int polls() {
        return polls.get();
    }

    /** How many receives were under way at one time, at most. */
    int mostPolls() {
        return mostPolls.get();
    }

    public int requests(String operation) {
        AtomicInteger count = requests.get(operation);
        return count == null ? 0 : count.get();
    }

    private void begin(String operation) {
        requests.computeIfAbsent(operation, any -> new AtomicInteger()).incrementAndGet();
        RuntimeException refusal = refuse.apply(operation);
        if (refusal != null) {
            throw refusal;
        }
    }

    private static String name(String url) {
        return url.substring(URL.length());
    }

    @Override
    public synchronized GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
        begin("getQueueUrl");
        if (!queues.containsKey(request.queueName())) {
            throw QueueDoesNotExistException.builder()
                    .message("no such queue")
                    .statusCode(400)
                    .build();
        }
        return GetQueueUrlResponse.builder().queueUrl(URL + request.queueName()).build();
    }

    @Override
    public synchronized GetQueueAttributesResponse getQueueAttributes(
            GetQueueAttributesRequest request) {
        begin("getQueueAttributes");
        String name = name(request.queueUrl());
        Map<QueueAttributeName, String> attributes = new HashMap<>();
        attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, visibilities.get(name).toString());
        attributes.put(QueueAttributeName.QUEUE_ARN, "arn:aws:sqs:us-east-1:000000000000:" + name);
        attributes.put(
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, Long.toString(visible(name)));
        if (queues.containsKey(name + "-dlq")) {
            attributes.put(
                    QueueAttributeName.REDRIVE_POLICY,
                    "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:"
                            + name
                            + "-dlq\",\"maxReceiveCount\":50}");
        }
        return GetQueueAttributesResponse.builder().attributes(attributes).build();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        mostPolls.accumulateAndGet(polls.incrementAndGet(), Math::max);
        try {
            return poll(request);
        } finally {
            polls.decrementAndGet();
        }
    }

    private synchronized ReceiveMessageResponse poll(ReceiveMessageRequest request) {
        begin("receive");
        Duration longest = request.waitTimeSeconds() == 0 ? Duration.ZERO : longestPoll;
        long begun = System.nanoTime();
        while (true) {
            List<Message> messages = take(request);
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            if (!messages.isEmpty() || waited.compareTo(longest) >= 0) {
                return ReceiveMessageResponse.builder().messages(messages).build();
            }
            try {
                wait(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ReceiveMessageResponse.builder().build();
            }
        }
    }

    private List<Message> take(ReceiveMessageRequest request) {
        Instant now = clock.instant();
        List<Message> taken = new ArrayList<>();
        for (Stored stored : queues.get(name(request.queueUrl()))) {
            if (taken.size() < request.maxNumberOfMessages() && !stored.visibleAt.isAfter(now)) {
                stored.visibleAt = now.plusSeconds(request.visibilityTimeout());
                stored.handle = UUID.randomUUID().toString();
                stored.receives++;
                taken.add(message(stored));
            }
        }
        return taken;
    }

    private static Message message(Stored stored) {
        return Message.builder()
                .messageId(stored.id)
                .body(stored.body)
                .receiptHandle(stored.handle)
                .messageAttributes(stored.attributes)
                .attributes(
                        Map.of(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                Integer.toString(stored.receives),
                                MessageSystemAttributeName.SENT_TIMESTAMP,
                                Long.toString(stored.sentAt.toEpochMilli()),
                                MessageSystemAttributeName.AWS_TRACE_HEADER,
                                stored.trace))
                .build();
    }

    @Override
    public synchronized DeleteMessageBatchResponse deleteMessageBatch(
            DeleteMessageBatchRequest request) {
        begin("delete");
        DeleteMessageBatchResponse.Builder response = DeleteMessageBatchResponse.builder();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        List<String> done = new ArrayList<>();
        for (DeleteMessageBatchRequestEntry entry : request.entries()) {
            Stored stored = find(request.queueUrl(), entry.receiptHandle());
            String code = code("delete", stored);
            if (code == null) {
                queues.get(name(request.queueUrl())).remove(stored);
                done.add(entry.id());
            } else {
                failed.add(BatchResultErrorEntry.builder().id(entry.id()).code(code).build());
            }
        }
        return response.failed(failed)
                .successful(
                        done.stream()
                                .map(
                                        id ->
                                                software.amazon.awssdk.services.sqs.model
                                                        .DeleteMessageBatchResultEntry.builder()
                                                        .id(id)
                                                        .build())
                                .toList())
                .build();
    }

    @Override
    public synchronized ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        begin("changeVisibility");
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        List<String> done = new ArrayList<>();
        for (ChangeMessageVisibilityBatchRequestEntry entry : request.entries()) {
            Stored stored = find(request.queueUrl(), entry.receiptHandle());
            String code = code("changeVisibility", stored);
            if (code == null && !stored.visibleAt.isAfter(clock.instant())) {
                code = "MessageNotInflight";
            }
            if (code == null) {
                stored.visibleAt = clock.instant().plusSeconds(entry.visibilityTimeout());
                done.add(entry.id());
            } else {
                failed.add(BatchResultErrorEntry.builder().id(entry.id()).code(code).build());
            }
        }
        notifyAll();
        return ChangeMessageVisibilityBatchResponse.builder()
                .failed(failed)
                .successful(
                        done.stream()
                                .map(
                                        id ->
                                                software.amazon.awssdk.services.sqs.model
                                                        .ChangeMessageVisibilityBatchResultEntry
                                                        .builder()
                                                        .id(id)
                                                        .build())
                                .toList())
                .build();
    }

    @Override
    public synchronized SendMessageResponse sendMessage(SendMessageRequest request) {
        begin("send");
        var trace = request.messageSystemAttributesAsStrings().get("AWSTraceHeader");
        Stored stored =
                new Stored(
                        request.messageBody(),
                        new LinkedHashMap<>(request.messageAttributes()),
                        trace == null ? "" : trace.stringValue(),
                        clock.instant());
        queues.get(name(request.queueUrl())).add(stored);
        notifyAll();
        return SendMessageResponse.builder().messageId(stored.id).build();
    }

    @Override
    public synchronized SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        begin("sendBatch");
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        List<SendMessageBatchResultEntry> done = new ArrayList<>();
        for (SendMessageBatchRequestEntry entry : request.entries()) {
            String code = refuseEntry.apply("sendBatch", entry.messageBody());
            if (code != null) {
                failed.add(
                        BatchResultErrorEntry.builder()
                                .id(entry.id())
                                .code(code)
                                .senderFault(code.startsWith("Invalid"))
                                .build());
                continue;
            }
            var trace = entry.messageSystemAttributesAsStrings().get("AWSTraceHeader");
            queues.get(name(request.queueUrl()))
                    .add(
                            new Stored(
                                    entry.messageBody(),
                                    new LinkedHashMap<>(entry.messageAttributes()),
                                    trace == null ? "" : trace.stringValue(),
                                    clock.instant()));
            done.add(SendMessageBatchResultEntry.builder().id(entry.id()).build());
        }
        notifyAll();
        return SendMessageBatchResponse.builder().failed(failed).successful(done).build();
    }

    private Stored find(String url, String handle) {
        return queues.get(name(url)).stream()
                .filter(stored -> handle.equals(stored.handle))
                .findFirst()
                .orElse(null);
    }

    private String code(String operation, Stored stored) {
        return stored == null
                ? "ReceiptHandleIsInvalid"
                : refuseEntry.apply(operation, stored.body);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
