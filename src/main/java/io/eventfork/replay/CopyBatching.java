package io.eventfork.replay;

import io.eventfork.queue.BatchRequests;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Gathers copies into batches of one request's size. Stateless. */
public final class CopyBatching implements AggregationStrategy {

    /** What copies of one batch have in common: one job, and so one destination. */
    public String group(ReplayCopy copy) {
        return copy.job();
    }

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        ReplayCopy copy = newExchange.getMessage().getBody(ReplayCopy.class);
        if (oldExchange == null) {
            CopyBatch batch = new CopyBatch();
            batch.add(copy);
            newExchange.getMessage().setBody(batch);
            return newExchange;
        }
        oldExchange.getMessage().getBody(CopyBatch.class).add(copy);
        return oldExchange;
    }

    /** Whether a batch has as many copies as SQS takes in one request. */
    public boolean isFull(CopyBatch batch) {
        return batch.copies().size() >= BatchRequests.MOST_ENTRIES;
    }
}
