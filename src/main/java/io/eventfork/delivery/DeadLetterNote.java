package io.eventfork.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * What a dead letter says about itself, in the one attribute that Eventfork adds.
 *
 * <p>The attribute {@code eventfork} is a JSON object of at most 2 KiB: {@code reason}, {@code
 * class}, {@code queue}, {@code time}, {@code messageId}, {@code attempts}, and whatever an earlier
 * {@code eventfork} attribute held (a replay's id). SNS discards a raw message with more than ten
 * attributes, so a message that already has ten gets them folded into this one, as {@code
 * attributes}: {@code {"name": {"type": …, "value": …}}}, binary values in base64. If all ten do
 * not fit, the smallest are folded, one at least. {@link #unfold} is the inverse, applied at
 * receipt, so that a redriven message carries its attributes again.
 *
 * @param reason one masked, bounded line
 * @param kind the failure class
 * @param queue the physical name of the queue that the message came from
 * @param time when it was given up
 * @param messageId its id in that queue
 * @param attempts how often it was tried
 */
record DeadLetterNote(
        String reason,
        Failure.Kind kind,
        String queue,
        Instant time,
        String messageId,
        int attempts) {

    /** The name of the attribute. */
    static final String ATTRIBUTE = "eventfork";

    private static final int MOST_ATTRIBUTES = 10;
    private static final int LONGEST = 2048;
    private static final String FOLDED = "attributes";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The attributes of the dead letter: the masked ones of the message, and the note. */
    Map<String, MessageAttributeValue> addTo(
            Map<String, MessageAttributeValue> attributes, UnaryOperator<String> mask) {
        Map<String, MessageAttributeValue> letter = new LinkedHashMap<>();
        attributes.forEach((name, value) -> letter.put(name, masked(value, mask)));
        ObjectNode note = parse(letter.remove(ATTRIBUTE));
        note.put("reason", reason)
                .put("class", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("queue", queue)
                .put("time", time.toString())
                .put("messageId", messageId)
                .put("attempts", attempts);
        if (letter.size() >= MOST_ATTRIBUTES) {
            fold(letter, note);
        }
        letter.put(ATTRIBUTE, text(note.toString()));
        return letter;
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

    /**
     * Puts folded attributes back in their place and removes them from the note; other messages are
     * returned as they are.
     */
    static Message unfold(Message message) {
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
        folded.properties()
                .forEach(entry -> attributes.putIfAbsent(entry.getKey(), value(entry.getValue())));
        return message.toBuilder().messageAttributes(attributes).build();
    }

    private static int length(JsonNode note) {
        return note.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static MessageAttributeValue masked(
            MessageAttributeValue value, UnaryOperator<String> mask) {
        if (value.stringValue() == null) {
            return value;
        }
        String masked = mask.apply(value.stringValue());
        return masked.equals(value.stringValue()) ? value : text(masked);
    }

    private static MessageAttributeValue text(String value) {
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
                                    java.util.Base64.getDecoder()
                                            .decode(json.path("value").asText())))
                    .build();
        }
        return value.stringValue(json.path("value").asText()).build();
    }

    /**
     * An attribute of that name which is no JSON object of ours is not worth a lost dead letter: it
     * is dropped.
     */
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
