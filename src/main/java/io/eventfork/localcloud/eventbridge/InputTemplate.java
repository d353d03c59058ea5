package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.eventfork.localcloud.json.JsonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The template of an input transformer: JSON with {@code <placeholders>}, one document or, as
 * several lines of text, several strings. Immutable and thread-safe.
 *
 * <p>A placeholder outside quotes becomes the JSON of its value. Inside quotes it becomes the text
 * of its value, escaped; there an object or array loses its quotes. A variable whose path finds
 * nothing is an empty text.
 */
final class InputTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9._-]+)>");
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode NOTHING = TextNode.valueOf("");

    /** Text, followed by a variable. */
    private record Part(String before, InputVariables.Variable variable, boolean quoted) {}

    private final List<Part> parts;
    private final String end;

    private InputTemplate(List<Part> parts, String end) {
        this.parts = List.copyOf(parts);
        this.end = end;
    }

    /**
     * Reads a template.
     *
     * @throws JsonException if a placeholder is unknown, or what is around them is no JSON
     */
    static InputTemplate parse(String text, InputVariables variables, String targetId) {
        List<Part> parts = new ArrayList<>();
        StringBuilder sample = new StringBuilder();
        boolean quoted = false;
        Matcher matcher = PLACEHOLDER.matcher(text);
        int position = 0;
        while (matcher.find()) {
            String before = text.substring(position, matcher.start());
            quoted = quotedAfter(before, quoted);
            parts.add(new Part(before, variables.get(matcher.group(1), targetId), quoted));
            sample.append(before).append(quoted ? "x" : "null");
            position = matcher.end();
        }
        String end = text.substring(position);
        if (!isJson(sample + end)) {
            throw JsonException.validation(
                    "Invalid InputTemplate for target %s: with values for its placeholders it is not JSON."
                            .formatted(targetId));
        }
        return new InputTemplate(parts, end);
    }

    /** The template with the values of an event. */
    String fill(Event event, Rule rule) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            JsonNode value = part.variable().of(event, rule).orElse(NOTHING);
            text.append(part.before()).append(part.quoted() ? inQuotes(value) : value.toString());
        }
        return text.append(end).toString();
    }

    private static String inQuotes(JsonNode value) {
        String text = value.isContainerNode() ? value.toString().replace("\"", "") : value.asText();
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    /** Whether the end of a text is inside a JSON string. */
    private static boolean quotedAfter(String text, boolean quotedBefore) {
        boolean quoted = quotedBefore;
        for (int i = 0; i < text.length(); i++) {
            if (quoted && text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return quoted;
    }

    private static boolean isJson(String text) {
        try (MappingIterator<JsonNode> documents =
                JSON.readerFor(JsonNode.class).readValues(text)) {
            return !documents.readAll().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }
}
