package io.eventfork.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.claimcheck.ClaimPointer;
import io.eventfork.event.PermanentFailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Records that failed: kept in S3 until a task has done them, while a queue carries their pointer.
 *
 * <p>An object belongs to one pointer. Its records only become fewer: what a task has done is taken
 * out before the pointer goes on, and with the last of them the object goes. So a pointer that
 * comes again after that has nothing left to do. Thread-safe.
 */
public final class FailedBatches {

    private static final Logger LOG = LoggerFactory.getLogger(FailedBatches.class);

    /** Numbers stay as they were written. */
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final int LONGEST_DELAY_SECONDS = 900;
    private static final int MOST_DOUBLINGS = 10;

    private final S3Client s3;
    private final Duration delay;
    private final int attempts;

    /**
     * @param delay how long records that failed wait for the first task that tries them again; each
     *     further one waits twice as long, up to the 15 minutes that SQS allows
     * @param attempts how many tasks try them again
     */
    FailedBatches(S3Client s3, Duration delay, int attempts) {
        this.s3 = s3;
        this.delay = delay;
        this.attempts = attempts;
    }

    /**
     * Replaces a pointer by where its object is, and reads that. Done here because {@code aws2-s3}
     * fails when there is no object, and that is no failure: then the records are done.
     *
     * @param bucket the physical name of the bucket; that of the message is for people
     * @throws PermanentFailureException if the message is no pointer, or the object is no batch
     */
    public void read(Exchange exchange, String bucket) throws IOException {
        Message message = exchange.getMessage();
        FailedPointer pointer = FailedPointer.of(message.getBody(String.class));
        message.removeHeaders("*");
        message.setBody(new ClaimPointer(bucket, pointer.key()));
        List<StreamTaskRecord> records = List.of();
        try {
            byte[] object =
                    s3.getObjectAsBytes(get -> get.bucket(bucket).key(pointer.key())).asByteArray();
            records = records(object);
        } catch (NoSuchKeyException e) {
            LOG.info("The records of pointer {} are done already.", pointer.key());
        }
        StreamTasks.set(exchange, new StreamBatch(records, pointer));
    }

    /** Whether something is left of the exchange's batch. */
    public boolean isLeft(Exchange exchange) {
        return !StreamTasks.batch(exchange).records().isEmpty();
    }

    /** Whether nothing is left of what was tried again, so that its object can go. */
    public boolean isDone(Exchange exchange) {
        return !isLeft(exchange);
    }

    /**
     * Makes ready what the route stores: the records that are left, in the object they came from.
     */
    public void keep(Exchange exchange) {
        StreamBatch batch = StreamTasks.batch(exchange);
        String key = batch.pointer().key();
        FailedPointer pointer =
                new FailedPointer(
                        key,
                        batch.pointer().attempts() + 1,
                        batch.records().size(),
                        batch.reason());
        StreamTasks.set(exchange, new StreamBatch(batch.records(), pointer, batch.reason()));
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(AWS2S3Constants.KEY, key);
        message.setBody(batch.input().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Replaces the records, once they are stored, by the message that points to them.
     *
     * @param bucket the physical name of the bucket
     * @throws PermanentFailureException if they have been tried often enough: their dead letter
     *     still points to them
     */
    public void point(Exchange exchange, String bucket) {
        FailedPointer pointer = StreamTasks.batch(exchange).pointer();
        if (pointer.attempts() > attempts) {
            LOG.warn(
                    "{} records failed and are given up, by pointer {}: {}.",
                    pointer.records(),
                    pointer.key(),
                    pointer.reason());
            // Not why: the pointer says that of the try before, and a text that quotes it is
            // withheld.
            throw new PermanentFailureException(
                    "%d records have failed %d times"
                            .formatted(pointer.records(), pointer.attempts()));
        }
        int seconds = delaySeconds(pointer.attempts());
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Sqs2Constants.DELAY_HEADER, seconds);
        message.setBody(pointer.body(bucket));
        LOG.warn(
                "{} records failed and are tried again in {} s, by pointer {}: {}.",
                pointer.records(),
                seconds,
                pointer.key(),
                pointer.reason());
    }

    /** Makes ready that the object is removed. */
    public void remove(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(AWS2S3Constants.KEY, StreamTasks.batch(exchange).pointer().key());
        message.setBody(null);
    }

    private int delaySeconds(int failures) {
        long seconds = delay.toSeconds() << Math.min(failures - 1, MOST_DOUBLINGS);
        return (int) Math.min(seconds, LONGEST_DELAY_SECONDS);
    }

    private static List<StreamTaskRecord> records(byte[] object) throws IOException {
        List<StreamTaskRecord> records = new ArrayList<>();
        try {
            for (JsonNode json : JSON.readTree(object)) {
                records.add(StreamRecords.read((ObjectNode) json));
            }
        } catch (JsonProcessingException | ClassCastException e) {
            throw new PermanentFailureException("The object of the pointer is no batch.", e);
        }
        return records;
    }
}
