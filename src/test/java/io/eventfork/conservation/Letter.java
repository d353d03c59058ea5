package io.eventfork.conservation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * What was put aside because it can never succeed, or has to be. Immutable.
 *
 * @param place bare name of the dead-letter queue, or {@link #FAILED_DOCUMENTS} or {@link #BACKUP}
 * @param event id of the event that it was
 * @param reason why it was put aside, or, of one that has to be, a part of it
 * @param body as it is there, without card data
 */
record Letter(String place, String event, String reason, String body) {

    /** Where the search puts documents that OpenSearch refuses for good. */
    static final String FAILED_DOCUMENTS = "failed documents";

    /** The backup keeps everything, as a text if need be. */
    static final String BACKUP = "backup";

    /** A message of a dead-letter queue. */
    static Letter dead(String queue, Map<String, String> attributes, String body) {
        return new Letter(
                queue,
                text(attributes, "eventId", ""),
                Json.parse(text(attributes, "eventfork", "{}")).path("reason").asText(""),
                body);
    }

    /** A line about a document that failed. */
    static Letter failed(String line) {
        JsonNode record = Json.parse(line);
        return new Letter(
                FAILED_DOCUMENTS,
                record.path("esDocumentId").asText(),
                record.path("errorCode").asText() + ": " + record.path("errorMessage").asText(),
                new String(
                        Base64.getDecoder().decode(record.path("rawData").asText()),
                        StandardCharsets.UTF_8));
    }

    /** An event of the backup that is no order's. */
    static Letter kept(String event, String body) {
        return new Letter(BACKUP, event, "kept as it is", body);
    }

    /** Whether what was put aside is what this one says has to be there. */
    boolean explains(Letter found) {
        return place.equals(found.place)
                && event.equals(found.event)
                && body.equals(found.body)
                && !found.reason.isEmpty()
                && found.reason.contains(reason);
    }

    private static String text(Map<String, String> attributes, String name, String otherwise) {
        return attributes.getOrDefault(name, "String:" + otherwise).substring("String:".length());
    }
}
