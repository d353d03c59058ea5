package io.eventfork.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.EventAttributes;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The one attribute that Eventfork adds to a message on its way from queue to queue.
 *
 * <p>The attribute {@code eventfork} is a JSON object of at most 2 KiB. A dead letter tells its
 * reason in it, a replayed message its replay; what an earlier note held stays. SNS discards a raw
 * message with more than ten attributes, so a message that already has ten gets them folded into
 * this one, as {@code attributes}: {@code {"name": {"type": …, "value": …}}}, binary values in
 * base64. If all ten do not fit, the smallest are folded, one at least. {@link #unfold} is the
 * inverse, applied at receipt, so that the message carries its attributes again.
 *
 * <p>A message that only the note would make too large for a queue goes without it. Stateless.
 */
public final class MessageNote {

    private static final String ATTRIBUTE = EventAttributes.EVENTFORK;
    private static final int MOST_ATTRIBUTES = 10;
    private static final int LONGEST = 2048;

    /** What queues take at most: all of them, until 2025 and in stand-ins; and SQS since then. */
    private static final List<Integer> LARGEST_MESSAGES = List.of(256 << 10, 1 << 20);

    private static final String FOLDED = "attributes";
    private static final String ORIGIN = "origin";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Where a message first was taken from: what stands in for the id and the time of an event that
     * tells neither, because both the message id and the sent time change from queue to queue.
     *
     * @param id its message id in that queue
     * @param sentAt when it was sent to that queue
     */
    public record Origin(String id, Instant sentAt) {

        /** The origin of a message without a note. */
        public static Origin of(
                String messageId, Map<MessageSystemAttributeName, String> systemAttributes) {
            String sent = systemAttributes.get(MessageSystemAttributeName.SENT_TIMESTAMP);
            return new Origin(
                    messageId, sent == null ? null : Instant.ofEpochMilli(Long.parseLong(sent)));
        }

        /** Whether it was sent to that queue after an instant; not if nobody knows when. */
        public boolean isSentAfter(Instant instant) {
            return sentAt != null && sentAt.isAfter(instant);
        }
    }

    private MessageNote() {}

    /**
     * The attributes with a note; without one if the note alone would make the message too large.
     *
     * @param body the message's body
     * @param attributes those of the message, unfolded
     * @param origin kept in the note, unless an earlier note has one
     * @param writer sets the members of the note, over those of an earlier one; an earlier note
     *     that is no JSON object, or with which the new one would be too long, is dropped
     */
    public static Map<String, MessageAttributeValue> add(
            String body,
            Map<String, MessageAttributeValue> attributes,
            Origin origin,
            Consumer<ObjectNode> writer) {
        Map<String, MessageAttributeValue> noted = noted(attributes, origin, writer);
        int before = bytes(body, attributes);
        int after = bytes(body, noted);
        boolean isTooMuch =
                LARGEST_MESSAGES.stream().anyMatch(most -> before <= most && most < after);
        return isTooMuch && attributes.size() <= MOST_ATTRIBUTES ? attributes : noted;
    }

    /** What SQS counts of a message: the body, and names, types and values of attributes. */
    public static int bytes(String body, Map<String, MessageAttributeValue> attributes) {
        int bytes = length(body);
        for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
            MessageAttributeValue value = attribute.getValue();
            bytes += length(attribute.getKey()) + length(value.dataType());
            bytes +=
                    value.binaryValue() == null
                            ? length(value.stringValue())
                            : value.binaryValue().asByteArrayUnsafe().length;
        }
        return bytes;
    }

    private static Map<String, MessageAttributeValue> noted(
            Map<String, MessageAttributeValue> attributes,
            Origin origin,
            Consumer<ObjectNode> writer) {
        Map<String, MessageAttributeValue> noted = new LinkedHashMap<>(attributes);
        ObjectNode note = written(parse(noted.remove(ATTRIBUTE)), origin, writer);
        if (length(note) > LONGEST) {
            note = written(JSON.createObjectNode(), origin, writer);
        }
        if (noted.size() >= MOST_ATTRIBUTES) {
            fold(noted, note);
        }
        noted.put(ATTRIBUTE, text(note.toString()));
        return noted;
    }

    /** Where the message first was taken from, if it has a note that says so. */
    public static Optional<Origin> origin(Map<String, MessageAttributeValue> attributes) {
        MessageAttributeValue carried = attributes.get(ATTRIBUTE);
        if (carried == null || !(parse(carried).get(ORIGIN) instanceof ObjectNode origin)) {
            return Optional.empty();
        }
        String id = origin.path("id").asText();
        return id.isBlank() ? Optional.empty() : Optional.of(new Origin(id, time(origin)));
    }

    /**
     * The note of a message; an empty object if it has none of ours. A copy: changing it changes
     * nothing.
     */
    public static ObjectNode of(Map<String, MessageAttributeValue> attributes) {
        return parse(attributes.get(ATTRIBUTE));
    }

    /**
     * Puts folded attributes back in their place and removes them from the note; other messages are
     * returned as they are, and so are those whose note only looks like one of ours: anybody can
     * send that, and whoever receives it has nine other messages in hand.
     */
    public static Message unfold(Message message) {
        MessageAttributeValue carried = message.messageAttributes().get(ATTRIBUTE);
        if (carried == null
                || carried.stringValue() == null
                || !carried.stringValue().contains('"' + FOLDED + '"')) {
            return message;
        }
        ObjectNode note = parse(carried);
        if (!(note.remove(FOLDED) instanceof ObjectNode folded)) {
            return message;
        }
        Map<String, MessageAttributeValue> attributes =
                new LinkedHashMap<>(message.messageAttributes());
        attributes.put(ATTRIBUTE, text(note.toString()));
        try {
            folded.properties()
                    .forEach(
                            entry ->
                                    attributes.putIfAbsent(
                                            entry.getKey(), value(entry.getValue())));
        } catch (IllegalArgumentException e) {
            return message;
        }
        return message.toBuilder().messageAttributes(attributes).build();
    }

    private static ObjectNode written(ObjectNode note, Origin origin, Consumer<ObjectNode> writer) {
        writer.accept(note);
        if (!note.has(ORIGIN)) {
            ObjectNode kept = note.putObject(ORIGIN).put("id", origin.id());
            if (origin.sentAt() != null) {
                kept.put("sentAt", origin.sentAt().toString());
            }
        }
        return note;
    }

    private static Instant time(JsonNode origin) {
        try {
            return Instant.parse(origin.path("sentAt").asText());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static void fold(Map<String, MessageAttributeValue> letter, ObjectNode note) {
        ObjectNode folded = note.putObject(FOLDED);
        List<String> smallestFirst =
                letter.keySet().stream()
                        .sorted(
                                Comparator.comparingInt(
                                        name -> json(letter.get(name)).toString().length()))
                        .toList();
        for (String name : smallestFirst) {
            folded.set(name, json(letter.get(name)));
            if (letter.size() < MOST_ATTRIBUTES && length(note) > LONGEST) {
                folded.remove(name);
                return;
            }
            letter.remove(name);
        }
    }

    private static int length(JsonNode note) {
        return length(note.toString());
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    private static ObjectNode json(MessageAttributeValue value) {
        ObjectNode json = JSON.createObjectNode().put("type", value.dataType());
        return value.binaryValue() == null
                ? json.put("value", value.stringValue())
                : json.put("value", value.binaryValue().asByteArray());
    }

    private static MessageAttributeValue value(JsonNode json) {
        MessageAttributeValue.Builder value =
                MessageAttributeValue.builder().dataType(json.path("type").asText("String"));
        if (json.path("type").asText().startsWith("Binary")) {
            return value.binaryValue(
                            SdkBytes.fromByteArray(
                                    Base64.getDecoder().decode(json.path("value").asText())))
                    .build();
        }
        return value.stringValue(json.path("value").asText()).build();
    }

    /** What is no JSON object of ours is not worth a lost message: it counts as empty. */
    private static ObjectNode parse(MessageAttributeValue value) {
        if (value == null || value.stringValue() == null) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(value.stringValue()) instanceof ObjectNode object
                    ? object
                    : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
