package io.eventfork.tasks;

import io.eventfork.pipeline.FillingBatch;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Gathers records into batches, by count or by the age of the first. Used under the aggregator's
 * lock.
 */
public final class QueueBatching implements AggregationStrategy {

    private final int size;
    private final Duration window;
    private final Clock clock;

    QueueBatching(int size, Duration window, Clock clock) {
        this.size = size;
        this.window = window;
        this.clock = clock;
    }

    @Override
    public Exchange aggregate(Exchange filling, Exchange member) {
        QueueRecord record = member.getMessage().getBody(QueueRecord.class);
        QueueBatch batch =
                filling == null
                        ? new QueueBatch(clock.instant())
                        : filling.getMessage().getBody(QueueBatch.class);
        batch.add(record);
        // The timer asks the member how long its batch has left.
        member.getMessage().setBody(batch);
        return filling == null ? member : filling;
    }

    /** Whether the batch has as many messages as one task gets. */
    public boolean isFull(QueueBatch batch) {
        return batch.records().size() >= size;
    }

    /**
     * The time in milliseconds until the batch of an exchange closes; 0 if it is closed already.
     */
    public long remaining(Exchange exchange) {
        return FillingBatch.remaining(exchange, window, clock);
    }
}
