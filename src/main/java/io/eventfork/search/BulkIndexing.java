package io.eventfork.search;

import io.eventfork.event.CardGuard;
import io.eventfork.event.SinkAwayException;
import io.eventfork.pipeline.Ranges;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes a batch in rounds: {@link #begin}, then {@link #request} and {@link #answered} as long as
 * {@link #hasRequest}, then {@link #end}. The route sends what it is given, and the delivery layer
 * begins another round as long as {@link #end} or the endpoint throws.
 *
 * <p>The first attempt of a batch starts the retry duration. While it lasts, a connection that
 * fails, 429 and 5xx keep the documents pending; when it is over, what is pending has failed, and
 * OpenSearch is not asked again.
 *
 * <p>A bean of a route template: set up by its setters before the route starts. A batch is the
 * business of one thread at a time; batches may overlap.
 */
public final class BulkIndexing {

    /** The variable that holds the answer, with its headers beside it. */
    public static final String ANSWER = "answer";

    private static final Logger LOG = LoggerFactory.getLogger(BulkIndexing.class);
    private static final int LONGEST_RETRY = 7200;

    private OpenSearchSettings settings;
    private Duration interval = Duration.ZERO;
    private Duration retry = Duration.ZERO;
    private Clock clock = Clock.systemUTC();
    private IndexTemplate template;
    private String index = "";
    private IndexRotation rotation = IndexRotation.NO_ROTATION;
    private String mappings = "{}";
    private BulkAnswer answer = new BulkAnswer(text -> text);
    private volatile boolean templateInstalled;

    public void setSettings(OpenSearchSettings settings) {
        this.settings = settings;
    }

    /** {@code StreamBufferingIntervalInSeconds}, 0 to 900. */
    public void setInterval(int seconds) {
        interval = Ranges.requireInterval(seconds);
    }

    /** {@code StreamRetryDurationInSeconds}, 0 to 7200. */
    public void setRetryDuration(int seconds) {
        retry =
                Duration.ofSeconds(
                        Ranges.require("StreamRetryDurationInSeconds", seconds, 0, LONGEST_RETRY));
    }

    public void setClock(Clock clock) {
        this.clock = clock;
    }

    public void setCardGuard(CardGuard cardGuard) {
        answer = new BulkAnswer(cardGuard::maskText);
    }

    /** {@code SearchIndexName}. */
    public void setIndex(String index) {
        this.index = index;
    }

    /** {@code SearchIndexRotationPeriod}. */
    public void setRotation(String wireName) {
        rotation = IndexRotation.parse(wireName);
    }

    /** {@code SearchIndexMappings}: a JSON object of fields and their mappings. */
    public void setMappings(String mappings) {
        this.mappings = mappings;
    }

    /**
     * Checks what depends on several settings.
     *
     * @throws IllegalArgumentException naming what to change
     */
    public void prepare() {
        template = IndexTemplate.of(new IndexName(index, rotation), mappings);
        // A batch that goes back to its queue before its time is over would begin anew for ever.
        Duration longest = settings.maxHold().minus(interval).minus(Ranges.LAST_TRY);
        if (retry.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "StreamRetryDurationInSeconds is %d, but after %d s of buffering and with %d s for the last try, eventfork.delivery.max-hold of %d s leaves %d; write at most that, or raise max-hold."
                            .formatted(
                                    retry.toSeconds(),
                                    interval.toSeconds(),
                                    Ranges.LAST_TRY.toSeconds(),
                                    settings.maxHold().toSeconds(),
                                    Math.max(0, longest.toSeconds())));
        }
    }

    /**
     * Begins a round.
     *
     * @throws SinkAwayException if no OpenSearch is configured; that starts no retry duration
     */
    public void begin(SearchBatch batch) {
        if (settings.url().isEmpty()) {
            throw new SinkAwayException(
                    "No OpenSearch is configured; set eventfork.opensearch and start again");
        }
        if (batch.begin(clock.instant(), retry, settings.bulkSize())) {
            // Whoever was away may have come back without its data.
            templateInstalled = false;
        }
    }

    /** Whether the index template has to be installed before the first request. */
    public boolean needsTemplate(SearchBatch batch) {
        return batch.hasRequest() && !templateInstalled;
    }

    /** The index template. */
    public byte[] template() {
        return template.body().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Takes the answer to the index template.
     *
     * @throws SinkAwayException if OpenSearch did not take it
     */
    public void templateAnswered(Exchange exchange) {
        int status = status(exchange);
        if (status / 100 != 2) {
            SearchBatch batch = exchange.getMessage().getBody(SearchBatch.class);
            String reason = "OpenSearch answered %d to the index template".formatted(status);
            batch.in(SearchDocument.State.PENDING)
                    .forEach(
                            document ->
                                    document.refused(
                                            Integer.toString(status),
                                            reason + ".",
                                            clock.instant()));
            throw new SinkAwayException(reason);
        }
        templateInstalled = true;
        LOG.info("Installed the index template of {}.", index);
    }

    /**
     * Whether the round has another request to send. A loop asks this once more after a step of it
     * has failed, with whatever body that left, and must not fail itself: that would hide why.
     */
    public boolean hasRequest(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof SearchBatch batch && batch.hasRequest();
    }

    /** The body of the next request. */
    public byte[] request(SearchBatch batch) {
        return BulkRequest.body(batch.request());
    }

    /** Records what the answer says of every document of the request. */
    public void answered(Exchange exchange) {
        answer.record(
                exchange.getMessage().getBody(SearchBatch.class),
                status(exchange),
                exchange.getVariable(ANSWER, byte[].class),
                clock.instant());
    }

    /**
     * Ends the round.
     *
     * @throws SinkAwayException if documents are to be tried again
     */
    public void end(SearchBatch batch) {
        List<SearchDocument> pending = batch.end(clock.instant(), retry);
        if (!pending.isEmpty()) {
            templateInstalled = false;
            throw new SinkAwayException(
                    "OpenSearch did not take %d of %d documents, the first with status %s"
                            .formatted(
                                    pending.size(),
                                    batch.documents().size(),
                                    pending.get(0).errorCode()));
        }
    }

    private static int status(Exchange exchange) {
        return exchange.getVariable(
                "header:" + ANSWER + "." + Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    }
}
