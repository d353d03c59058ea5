package io.eventfork.search;

import io.eventfork.pipeline.FillingBatch;
import io.eventfork.pipeline.Ranges;
import io.eventfork.pipeline.TransformedEvent;
import io.eventfork.pipeline.TransformedEvent.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Collects transformed events into a {@link SearchBatch} until it is old, large or numerous enough.
 *
 * <p>A bean of a route template: set up by its setters before the route starts; then the aggregator
 * calls it under its lock.
 */
public final class SearchBatching implements AggregationStrategy {

    private Duration interval = Duration.ofMinutes(5);
    private long size = 5L << 20;
    private int maxMembers = 10_000;
    private String index = "";
    private IndexRotation rotation = IndexRotation.NO_ROTATION;
    private IndexName indexName;
    private Clock clock = Clock.systemUTC();

    /** {@code StreamBufferingIntervalInSeconds}, 0 to 900; 0 indexes every event by itself. */
    public void setInterval(int seconds) {
        interval = Ranges.requireInterval(seconds);
    }

    /** {@code StreamBufferingSizeInMBs}, 1 to 100, of documents as they are sent. */
    public void setSize(int megabytes) {
        size = (long) Ranges.require("StreamBufferingSizeInMBs", megabytes, 1, 100) << 20;
    }

    /** {@code MaxMembers}, 1 to 10000. */
    public void setMaxMembers(int members) {
        maxMembers = Ranges.requireMembers(members);
    }

    /** {@code Consumers}, 1 to 20; the route starts them. */
    public void setConsumers(int pollers) {
        Ranges.requireConsumers(pollers);
    }

    /** {@code SearchIndexName}. */
    public void setIndex(String index) {
        this.index = index;
    }

    /** {@code SearchIndexRotationPeriod}. */
    public void setRotation(String wireName) {
        rotation = IndexRotation.parse(wireName);
    }

    public void setClock(Clock clock) {
        this.clock = clock;
    }

    /**
     * Checks the name of the index.
     *
     * @throws IllegalArgumentException naming the parameter and the rule that it breaks
     */
    public void prepare() {
        indexName = new IndexName(index, rotation);
    }

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        TransformedEvent event = newExchange.getMessage().getBody(TransformedEvent.class);
        Exchange carrier = oldExchange == null ? newExchange : oldExchange;
        if (oldExchange == null) {
            carrier.getMessage().setBody(new SearchBatch(clock.instant()));
            // Message attributes are headers; none of them may travel on to an endpoint.
            carrier.getMessage().removeHeaders("*");
        }
        batch(carrier).add(document(event), event.occurredAt());
        return carrier;
    }

    private SearchDocument document(TransformedEvent event) {
        SearchDocument document =
                new SearchDocument(
                        event.id(),
                        indexName.of(event.occurredAt()),
                        event.body().getBytes(StandardCharsets.UTF_8),
                        event.arrivedAt());
        Instant now = clock.instant();
        if (event.outcome() == Outcome.PROCESSING_FAILED) {
            document.unprocessed("ProcessingFailed", event.reason(), now);
        } else if (!event.isObject()) {
            document.failed("NotAnObject", "The event's body is not a JSON object.", now);
        }
        return document;
    }

    /**
     * Milliseconds until the batch that a member has opened is old enough; 0, which changes
     * nothing, for all later members.
     */
    public long remaining(Exchange member) {
        return FillingBatch.remaining(member, interval, clock);
    }

    /** Whether the batch waits for nothing more. */
    public boolean isFull(SearchBatch batch) {
        return interval.isZero() || batch.bytes() >= size || batch.documents().size() >= maxMembers;
    }

    private static SearchBatch batch(Exchange exchange) {
        return exchange.getMessage().getBody(SearchBatch.class);
    }
}
