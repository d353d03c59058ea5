package io.eventfork.backup;

import io.eventfork.pipeline.Compression;
import io.eventfork.pipeline.FillingBatch;
import io.eventfork.pipeline.Ranges;
import io.eventfork.pipeline.TransformedEvent;
import io.eventfork.pipeline.TransformedEvent.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;

/**
 * Makes objects of events: one batch for the events, one for those whose transformation failed.
 * When a batch closes, its key and its bytes are fixed, so that every further try to put it
 * overwrites the same object.
 *
 * <p>A bean of a route template: set up by its setters and {@link #open} before the route starts,
 * then used under the aggregator's lock.
 */
public final class BackupBatching implements AggregationStrategy {

    private static final long MIB = 1L << 20;
    private static final int LARGEST_SIZE_MB = 128;
    private static final int LONGEST_EXTENSION = 128;
    private static final Pattern EXTENSION = Pattern.compile("\\.[0-9a-z!\\-_.*'()]+");

    private Clock clock = Clock.systemUTC();
    private Duration interval = Duration.ofMinutes(5);
    private Duration maxHold = Duration.ofHours(1);
    private int sizeInMb = 5;
    private int maxMembers = 10_000;
    private int consumers = 1;
    private Compression compression = Compression.UNCOMPRESSED;
    private String prefix = "";
    private String errorPrefix = "";
    private String extension = "";
    private ObjectKeys keys;

    public void setClock(Clock clock) {
        this.clock = clock;
    }

    /** The age in seconds at which a batch closes, 0 to 900; 0 writes what has come at once. */
    public void setInterval(int seconds) {
        interval = Ranges.requireInterval(seconds);
    }

    /** How long delivery holds a message without success; the interval has to be shorter. */
    public void setMaxHold(Duration longest) {
        maxHold = longest;
    }

    /** The size before compression at which a batch closes, 1 to 128 MB. */
    public void setSize(int megabytes) {
        sizeInMb = Ranges.require("StreamBufferingSizeInMBs", megabytes, 1, LARGEST_SIZE_MB);
    }

    /** The number of members at which a batch closes, 1 to 10,000. */
    public void setMaxMembers(int members) {
        maxMembers = Ranges.requireMembers(members);
    }

    /** How many pollers feed the batches, 1 to 20. */
    public void setConsumers(int pollers) {
        consumers = Ranges.requireConsumers(pollers);
    }

    /** {@code UNCOMPRESSED}, {@code GZIP}, {@code ZIP} or {@code Snappy}. */
    public void setCompression(String name) {
        compression = Compression.of(name);
    }

    /** The prefix of keys, as {@link KeyPrefix} reads it. */
    public void setPrefix(String text) {
        prefix = text;
    }

    /** The prefix of keys of failed records; empty to derive it from the other. */
    public void setErrorPrefix(String text) {
        errorPrefix = text;
    }

    /** What keys end in, instead of what the compression implies; empty to leave it at that. */
    public void setExtension(String text) {
        if (!text.isEmpty()
                && (text.length() > LONGEST_EXTENSION || !EXTENSION.matcher(text).matches())) {
            throw new IllegalArgumentException(
                    "FileExtension is %s; write a dot and up to 127 of 0-9 a-z ! - _ . * ' ( )."
                            .formatted(text));
        }
        extension = text;
    }

    /** The KMS key that encrypts; the route sends it, and without one it would send nothing. */
    public void setKmsKeyId(String key) {
        Ranges.requireKmsKeyId(key);
    }

    /**
     * Checks what belongs together.
     *
     * @throws IllegalArgumentException naming the parameter that is wrong
     */
    public void open() {
        keys =
                new ObjectKeys(
                        prefix,
                        errorPrefix,
                        extension.isEmpty() ? compression.extension() : extension);
        BufferMemory.require(sizeInMb, consumers, Runtime.getRuntime().maxMemory());
        // A message that goes back to its queue before its batch closes would begin anew for ever.
        if (interval.plus(Ranges.LAST_TRY).compareTo(maxHold) > 0) {
            throw new IllegalArgumentException(
                    "StreamBufferingIntervalInSeconds is %d; with %d s to write what has been buffered it must be at most eventfork.delivery.max-hold of %d s."
                            .formatted(
                                    interval.toSeconds(),
                                    Ranges.LAST_TRY.toSeconds(),
                                    maxHold.toSeconds()));
        }
    }

    /** Which batch an event goes to. */
    public String destination(TransformedEvent event) {
        return event.outcome() == Outcome.PROCESSING_FAILED ? FailedRecord.OUTPUT_TYPE : "events";
    }

    @Override
    public Exchange aggregate(Exchange filling, Exchange member) {
        TransformedEvent event = member.getMessage().getBody(TransformedEvent.class);
        OpenBatch batch =
                filling == null
                        ? new OpenBatch(compression, clock.instant())
                        : filling.getMessage().getBody(OpenBatch.class);
        String line =
                event.outcome() == Outcome.PROCESSING_FAILED
                        ? FailedRecord.of(event, clock.instant())
                        : EventLine.of(event);
        batch.add(event.id(), event.occurredAt(), line);
        // The timer asks the member how long its batch has left.
        member.getMessage().setBody(batch);
        if (filling != null) {
            return filling;
        }
        member.setProperty(BackupBatching.class.getName(), destination(event));
        return member;
    }

    /** Whether the batch has its size or its members. */
    public boolean isFull(Exchange exchange) {
        OpenBatch batch = exchange.getMessage().getBody(OpenBatch.class);
        return batch.bytes() >= sizeInMb * MIB || batch.members() >= maxMembers;
    }

    /**
     * The time in milliseconds until the batch of an exchange is as old as it may get; 0 if it is
     * closed already.
     */
    public long remaining(Exchange exchange) {
        return FillingBatch.remaining(exchange, interval, clock);
    }

    @Override
    public void onCompletion(Exchange exchange) {
        Message message = exchange.getMessage();
        OpenBatch batch = message.getBody(OpenBatch.class);
        boolean isFailed =
                FailedRecord.OUTPUT_TYPE.equals(
                        exchange.getProperty(BackupBatching.class.getName()));
        StoredBytes stored = batch.finish();
        // What the first member's sender wrote into its attributes must not steer the put.
        message.removeHeaders("*");
        message.setHeader(
                AWS2S3Constants.KEY,
                keys.key(isFailed, exchange.getFromRouteId(), batch.oldest(), batch.hash()));
        message.setHeader(AWS2S3Constants.CONTENT_TYPE, compression.contentType());
        message.setHeader(AWS2S3Constants.CONTENT_LENGTH, stored.length());
        message.setBody(stored);
    }
}
