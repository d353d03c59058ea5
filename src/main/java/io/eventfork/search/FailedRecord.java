package io.eventfork.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import io.eventfork.redrive.Letter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * One line about a document that could not be indexed, in the format of Amazon Data Firehose ("Data
 * delivery failure handling", Amazon OpenSearch Service): all values are texts, times in
 * milliseconds, {@code rawData} in Base64. Stateless.
 */
final class FailedRecord {

    private FailedRecord() {}

    /** A record with a line end. */
    static byte[] line(SearchDocument document) {
        ObjectNode failure =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("attemptsMade", Integer.toString(document.attempts()))
                        .put("arrivalTimestamp", millis(document.arrivedAt()))
                        .put("errorCode", document.errorCode())
                        .put("errorMessage", document.errorMessage())
                        .put("attemptEndingTimestamp", millis(document.endedAt()));
        if (document.state() == SearchDocument.State.FAILED) {
            failure.put("esDocumentId", document.id())
                    .put("esIndexName", document.index())
                    .put("esTypeName", "");
        }
        failure.put("rawData", Base64.getEncoder().encodeToString(document.source()));
        return (failure + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The document that a line is about.
     *
     * @throws IllegalArgumentException if it is no such record
     */
    static SearchDocument read(String line) {
        try {
            JsonNode failure = StrictJson.parse(line);
            JsonNode id = failure.path("esDocumentId");
            JsonNode index = failure.path("esIndexName");
            JsonNode raw = failure.path("rawData");
            if (id.isTextual() && index.isTextual() && raw.isTextual()) {
                return new SearchDocument(
                        id.textValue(),
                        index.textValue(),
                        Base64.getDecoder().decode(raw.textValue()),
                        Instant.ofEpochMilli(failure.path("arrivalTimestamp").asLong()));
            }
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException("The line is not JSON.", e);
        }
        throw new IllegalArgumentException("The line is no record of a failed document.");
    }

    /** The document as a person looks at it. */
    static Letter letter(String line, UnaryOperator<String> mask) {
        JsonNode failure;
        try {
            failure = StrictJson.parse(line);
        } catch (InvalidJsonException e) {
            return new Letter("", "", null, 0, "the line is no record of a failed document", "");
        }
        long ended = failure.path("attemptEndingTimestamp").asLong();
        return new Letter(
                failure.path("esDocumentId").asText(),
                failure.path("esIndexName").asText(),
                ended == 0 ? null : Instant.ofEpochMilli(ended),
                failure.path("attemptsMade").asInt(),
                mask.apply(reason(failure)),
                mask.apply(body(failure)));
    }

    private static String reason(JsonNode failure) {
        return failure.path("errorCode").asText() + ": " + failure.path("errorMessage").asText();
    }

    private static String body(JsonNode failure) {
        try {
            return new String(
                    Base64.getDecoder().decode(failure.path("rawData").asText()),
                    StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }
}
