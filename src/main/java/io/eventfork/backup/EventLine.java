package io.eventfork.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.eventfork.pipeline.TransformedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/**
 * Writes an event as one line: the members of its body as they came, to the digit, after one member
 * {@value #EVENT} with what surrounds the body.
 *
 * <pre>
 * {"_event":{"id":"7f…","occurredAt":"2026-11-20T10:00:00Z",
 *            "attributes":{"amount":{"type":"Number","value":"450.00"}}},"id":15311,…}
 * {"_event":{"id":"80…","occurredAt":"…","attributes":{},"wrapped":true},"data":"no JSON object"}
 * </pre>
 *
 * <p>A body that is no JSON object, or that has a member {@value #EVENT} of its own, is the text of
 * the member {@value #DATA}; {@value #WRAPPED} tells it from an object with such a member.
 * Stateless.
 */
final class EventLine {

    static final String EVENT = "_event";
    static final String DATA = "data";
    static final String WRAPPED = "wrapped";

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonStringEncoder QUOTE = JsonStringEncoder.getInstance();

    private EventLine() {}

    /** The line of an event, without its line end. */
    static String of(TransformedEvent event) {
        String body = event.body();
        boolean spliced = event.isObject() && !hasEventMember(body);
        StringBuilder line = new StringBuilder(body.length() + 512);
        line.append("{\"_event\":{\"id\":");
        quote(line, event.id());
        line.append(",\"occurredAt\":");
        quote(line, event.occurredAt().toString());
        line.append(",\"attributes\":{");
        String comma = "";
        for (var attribute : new TreeMap<>(event.attributes()).entrySet()) {
            line.append(comma);
            quote(line, attribute.getKey());
            line.append(":{\"type\":");
            quote(line, attribute.getValue().dataType());
            line.append(",\"value\":");
            quote(line, attribute.getValue().value());
            line.append('}');
            comma = ",";
        }
        line.append('}');
        if (spliced) {
            splice(line.append('}'), body);
        } else {
            quote(line.append(",\"wrapped\":true},\"data\":"), body);
            line.append('}');
        }
        return line.toString();
    }

    private static void splice(StringBuilder line, String body) {
        int members = body.indexOf('{') + 1;
        int first = members;
        while (isBlank(body.charAt(first))) {
            first++;
        }
        if (body.charAt(first) != '}') {
            line.append(',');
        }
        line.append(body, members, body.lastIndexOf('}') + 1);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** Parses only if the name can be there at all, plain or escaped. */
    private static boolean hasEventMember(String body) {
        if (!body.contains(EVENT) && body.indexOf('\\') < 0) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals(EVENT)) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void quote(StringBuilder line, String text) {
        line.append('"');
        QUOTE.quoteAsString(text, line);
        line.append('"');
    }
}
