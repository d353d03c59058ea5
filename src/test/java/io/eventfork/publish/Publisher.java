package io.eventfork.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

/** Takes batches in the place of the topic, and waits with each until a test lets it pass. */
final class Publisher implements Processor {

    /** Decides what the topic answers to a batch. */
    interface Answer {
        Object to(List<PublishBatchRequestEntry> entries) throws Exception;
    }

    private final Semaphore gate = new Semaphore(0);
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    volatile Answer answer = Publisher::takeAll;

    @Override
    @SuppressWarnings("unchecked")
    public void process(Exchange exchange) throws Exception {
        List<PublishBatchRequestEntry> entries = exchange.getMessage().getBody(List.class);
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        threads.add(Thread.currentThread());
        batches.add(entries.stream().map(PublishBatchRequestEntry::message).toList());
        try {
            if (!gate.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody let the batch pass.");
            }
            exchange.getMessage().setBody(answer.to(entries));
        } finally {
            inside.decrementAndGet();
        }
    }

    static PublishBatchResponse takeAll(List<PublishBatchRequestEntry> entries) {
        return PublishBatchResponse.builder()
                .successful(entries.stream().map(Publisher::taken).toList())
                .build();
    }

    /** Names the entry by its message, so that a caller can tell its own answer. */
    static PublishBatchResultEntry taken(PublishBatchRequestEntry entry) {
        return PublishBatchResultEntry.builder()
                .id(entry.id())
                .messageId("id of " + entry.message())
                .build();
    }

    void letAllPass() {
        gate.release(1_000_000);
    }

    /** The batches that have come in, each with its messages. */
    List<List<String>> batches() {
        return new ArrayList<>(batches);
    }

    List<Thread> threads() {
        return threads;
    }

    int mostAtATime() {
        return most.get();
    }
}
