package io.eventfork.backup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.pipeline.TransformedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * Writes an event whose transformation failed as one line, in the record format that Amazon Data
 * Firehose has for it (developer guide, "Handle failure in data transformation"); times are
 * milliseconds since 1970, {@code rawData} is the body without card data in base64. Stateless.
 */
final class FailedRecord {

    /** How Firehose calls what it could not process, in keys. */
    static final String OUTPUT_TYPE = "processing-failed";

    private FailedRecord() {}

    /** The line of a failed event, without its line end. */
    static String of(TransformedEvent event, Instant now) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("attemptsMade", "1")
                .put("arrivalTimestamp", millis(event.arrivedAt()))
                .put("errorCode", "Transform." + event.outcome().wireName())
                .put("errorMessage", event.reason())
                .put("attemptEndingTimestamp", millis(now))
                .put(
                        "rawData",
                        Base64.getEncoder()
                                .encodeToString(event.body().getBytes(StandardCharsets.UTF_8)))
                .toString();
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }
}
