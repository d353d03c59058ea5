package io.eventfork.pipeline;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.delivery.MessageNote;
import io.eventfork.event.AttributeValue;
import io.eventfork.event.EventAttributes;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Reads the event out of an exchange that a queue has started. Immutable and thread-safe. */
final class EventReader {

    /** From here on, and before the end, a year has four digits, as in keys and index names. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private final JsonPointer idPointer;

    /**
     * @param idPointer where a body holds the id of its event; null if it holds none
     */
    EventReader(JsonPointer idPointer) {
        this.idPointer = idPointer;
    }

    PipelineEvent read(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, AttributeValue> attributes = attributes(message);
        String body = message.getBody(String.class);
        Instant arrivedAt = arrivedAt(message);
        Optional<MessageNote.Origin> origin = MessageNote.origin(sent(message));
        return new PipelineEvent(
                id(attributes, body)
                        .or(() -> origin.map(MessageNote.Origin::id))
                        .orElseGet(() -> message.getHeader(Sqs2Constants.MESSAGE_ID, String.class)),
                occurredAt(attributes)
                        .or(() -> origin.map(MessageNote.Origin::sentAt))
                        .filter(time -> !time.isBefore(FIRST) && time.isBefore(END))
                        .orElse(arrivedAt),
                arrivedAt,
                attributes,
                body);
    }

    static Map<String, AttributeValue> attributes(Message message) {
        return attributes(sent(message));
    }

    static Map<String, AttributeValue> attributes(Map<String, MessageAttributeValue> sent) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        sent.forEach((name, value) -> attributes.put(name, attribute(value)));
        return attributes;
    }

    @SuppressWarnings("unchecked") // As Camel's SQS component sets it.
    private static Map<String, MessageAttributeValue> sent(Message message) {
        return message.getHeader(Sqs2Constants.MESSAGE_ATTRIBUTES, Map.of(), Map.class);
    }

    private static AttributeValue attribute(MessageAttributeValue value) {
        String text =
                value.binaryValue() == null
                        ? value.stringValue()
                        : Base64.getEncoder().encodeToString(value.binaryValue().asByteArray());
        return new AttributeValue(value.dataType(), text);
    }

    private Optional<String> id(Map<String, AttributeValue> attributes, String body) {
        AttributeValue sent = attributes.get(EventAttributes.EVENT_ID);
        return sent != null && !sent.isBinary() && !sent.value().isBlank()
                ? Optional.of(sent.value())
                : idInBody(body);
    }

    private Optional<String> idInBody(String body) {
        if (idPointer == null) {
            return Optional.empty();
        }
        try {
            JsonNode found = StrictJson.parse(body).at(idPointer);
            return Optional.of(found)
                    .filter(value -> value.isTextual() || value.isNumber())
                    .map(JsonNode::asText)
                    .filter(text -> !text.isBlank());
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> occurredAt(Map<String, AttributeValue> attributes) {
        AttributeValue sent = attributes.get(EventAttributes.OCCURRED_AT);
        if (sent == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(sent.value()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant arrivedAt(Message message) {
        Map<?, ?> system = message.getHeader(Sqs2Constants.ATTRIBUTES, Map.of(), Map.class);
        Object sent = system.get(MessageSystemAttributeName.SENT_TIMESTAMP);
        return sent == null
                ? Instant.ofEpochMilli(message.getExchange().getClock().getCreated())
                : Instant.ofEpochMilli(Long.parseLong((String) sent));
    }
}
