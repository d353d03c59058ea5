package io.eventfork.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventfork.event.AttributeValue;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link EventLine} writes; the body comes back to the digit. Stateless. */
final class EventLineReader {

    private static final JsonFactory JSON = new JsonFactory();

    /** What surrounds a body. */
    private record Surroundings(
            String id,
            Instant occurredAt,
            Map<String, AttributeValue> attributes,
            boolean wrapped) {}

    private EventLineReader() {}

    /** The event of a line; empty if the line is none, as that of a failed record. */
    static Optional<BackupEvent> read(String line) {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT
                    || parser.nextToken() != JsonToken.FIELD_NAME
                    || !parser.currentName().equals(EventLine.EVENT)
                    || parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Surroundings around = surroundings(parser);
            if (around.id() == null || around.occurredAt() == null) {
                return Optional.empty();
            }
            int end = (int) parser.currentLocation().getCharOffset();
            String body = around.wrapped() ? data(parser) : members(line, end);
            return Optional.of(
                    new BackupEvent(
                            around.id(), around.occurredAt(), around.attributes(), body, line));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Surroundings surroundings(JsonParser parser) throws IOException {
        String id = null;
        Instant occurredAt = null;
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        boolean wrapped = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = parser.getValueAsString();
                case "occurredAt" -> occurredAt = Instant.parse(parser.getValueAsString(""));
                case "attributes" -> readAttributes(parser, attributes);
                case EventLine.WRAPPED -> wrapped = parser.getBooleanValue();
                default -> parser.skipChildren();
            }
        }
        return new Surroundings(id, occurredAt, attributes, wrapped);
    }

    private static void readAttributes(JsonParser parser, Map<String, AttributeValue> attributes)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String attribute = parser.currentName();
            String type = "";
            String value = "";
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                String text = parser.nextTextValue();
                if (name.equals("type")) {
                    type = text;
                } else if (name.equals("value")) {
                    value = text;
                }
            }
            attributes.put(attribute, new AttributeValue(type, value));
        }
    }

    private static String data(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String text = parser.nextTextValue();
            if (parser.currentName().equals(EventLine.DATA) && text != null) {
                return text;
            }
            parser.skipChildren();
        }
        throw new IOException("A wrapped body is missing.");
    }

    /** What follows the surroundings: the body without its opening brace. */
    private static String members(String line, int end) {
        int comma = line.indexOf(',', end);
        boolean isEmpty = comma < 0 || !line.substring(end, comma).isBlank();
        return "{" + line.substring(isEmpty ? end : comma + 1);
    }
}
