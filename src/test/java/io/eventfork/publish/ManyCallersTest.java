package io.eventfork.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

/** Whatever the topic does to whichever entries, and whoever comes when. */
class ManyCallersTest {

    private static final int THREADS = 24;
    private static final int CALLS = 200;

    /** Callers by what they brought, and how often each was answered. */
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 9})
    void everyCallerIsAnsweredOnceAndByTheFateOfItsOwnEntry(int slots) throws Exception {
        Publisher topic = new Publisher();
        topic.letAllPass();
        topic.answer = ManyCallersTest::byTheirWords;
        List<String> wrong;
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            context.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("group-commit:orders?maxWaiting=1000&maxWait=10m&slots=" + slots)
                                    .process(topic);
                        }
                    });
            context.start();
            wrong = callFromManyThreads(context);
        }

        assertThat(wrong).isEmpty();
        assertThat(answers).hasSize(THREADS * CALLS);
        assertThat(answers.values()).allMatch(count -> count.get() == 1);
        assertThat(topic.mostAtATime()).isLessThanOrEqualTo(slots);
        assertThat(topic.batches())
                .allMatch(batch -> batch.size() <= PublishEntries.MAX_ENTRIES)
                .allMatch(
                        batch ->
                                batch.stream().mapToInt(String::length).sum()
                                        <= PublishEntries.MAX_BYTES);
        Set<String> published = new HashSet<>();
        assertThat(topic.batches()).allSatisfy(batch -> assertThat(batch).allMatch(published::add));
        assertThat(published).hasSize(THREADS * CALLS);
    }

    /** A message says by its first letter what the topic does to it, or to its whole batch. */
    private static PublishBatchResponse byTheirWords(List<PublishBatchRequestEntry> entries) {
        if (entries.stream().anyMatch(entry -> entry.message().startsWith("reset"))) {
            throw SdkClientException.create("Connection reset");
        }
        List<PublishBatchResultEntry> taken = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (PublishBatchRequestEntry entry : entries) {
            if (entry.message().startsWith("good")) {
                taken.add(0, Publisher.taken(entry));
            } else if (entry.message().startsWith("bad")) {
                failed.add(
                        BatchResultErrorEntry.builder()
                                .id(entry.id())
                                .code("code of " + entry.message())
                                .build());
            }
        }
        return PublishBatchResponse.builder().successful(taken).failed(failed).build();
    }

    private static String message(int thread, int call) {
        int kind = (thread * 7 + call * 13) % 41;
        String word = kind < 33 ? "good" : kind < 37 ? "bad" : kind < 40 ? "lost" : "reset";
        // Some are so long that three fill a request.
        String length = kind % 11 == 0 ? "x".repeat(90_000) : "";
        return word + " " + thread + "/" + call + length;
    }

    private List<String> callFromManyThreads(DefaultCamelContext context) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<List<String>>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            running.add(threads.submit(() -> call(context, number)));
        }
        List<String> wrong = new ArrayList<>();
        for (Future<List<String>> one : running) {
            wrong.addAll(one.get());
        }
        threads.shutdown();
        return wrong;
    }

    private List<String> call(DefaultCamelContext context, int thread) throws Exception {
        AsyncProducer producer =
                (AsyncProducer) context.getEndpoint("group-commit:orders").createProducer();
        producer.start();
        List<String> wrong = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            String message = message(thread, call);
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage()
                    .setBody(PublishBatchRequestEntry.builder().id("0").message(message).build());
            AtomicInteger count = answers.computeIfAbsent(message, n -> new AtomicInteger());
            CountDownLatch answered = new CountDownLatch(1);
            producer.process(
                    exchange,
                    doneSync -> {
                        count.incrementAndGet();
                        answered.countDown();
                    });
            if (!answered.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("No answer to " + thread + "/" + call + ".");
            }
            if (!isItsOwn(message, exchange)) {
                wrong.add(message + " was told " + exchange.getException());
            }
        }
        return wrong;
    }

    private static boolean isItsOwn(String message, Exchange exchange) {
        Exception failure = exchange.getException();
        if (failure == null) {
            return message.startsWith("good")
                    && exchange.getMessage()
                            .getBody(PublishBatchResultEntry.class)
                            .messageId()
                            .equals("id of " + message);
        }
        if (failure.getMessage().contains("Connection reset")) {
            // It may have shared a request with the entry for which the connection was reset.
            return true;
        }
        return message.startsWith("lost")
                || message.startsWith("bad") && String.valueOf(failure).contains("SnsException");
    }
}
