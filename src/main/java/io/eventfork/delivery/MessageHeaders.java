package io.eventfork.delivery;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.apache.camel.component.aws2.sqs.Sqs2MessageHelper;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.util.CaseInsensitiveMap;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The headers with which a message begins its route: those of Camel's own consumer of SQS, by the
 * same names, but for attributes by which a sender would pass for Camel or for SQS.
 *
 * <p>Camel sorts headers by name without regard to case, and each one put costs some comparisons of
 * long names that begin alike. What every message has is therefore sorted once: a clone of a sorted
 * map compares nothing. Thread-safe.
 */
final class MessageHeaders {

    private static final String RESERVED = "Camel";
    private static final String RECEIVES =
            MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT.toString();
    private static final String SENT = MessageSystemAttributeName.SENT_TIMESTAMP.toString();

    /** Cloned and asked for its names, never changed. */
    private final CaseInsensitiveMap sorted = new CaseInsensitiveMap();

    MessageHeaders() {
        sorted.put(Sqs2Constants.MESSAGE_ID, "");
        sorted.put(Sqs2Constants.MD5_OF_BODY, "");
        sorted.put(Sqs2Constants.RECEIPT_HANDLE, "");
        sorted.put(Sqs2Constants.ATTRIBUTES, "");
        sorted.put(Sqs2Constants.MESSAGE_ATTRIBUTES, "");
        sorted.put(RECEIVES, "");
        sorted.put(SENT, "");
    }

    /**
     * The headers of a message.
     *
     * @param filter says which of the message's own attributes become headers
     */
    Map<String, Object> of(Message message, HeaderFilterStrategy filter, Exchange exchange) {
        Map<String, String> system = message.attributesAsStrings();
        Map<String, Object> headers;
        if (system.size() == 2 && system.containsKey(RECEIVES) && system.containsKey(SENT)) {
            headers = (CaseInsensitiveMap) sorted.clone();
            headers.entrySet().forEach(header -> header.setValue(value(header.getKey(), message)));
        } else {
            headers = new CaseInsensitiveMap(system);
            sorted.keySet().stream()
                    .filter(name -> !name.equals(RECEIVES) && !name.equals(SENT))
                    .forEach(name -> headers.put(name, value(name, message)));
        }
        addAttributes(headers, message, filter, exchange);
        return headers;
    }

    private static Object value(String header, Message message) {
        return switch (header) {
            case Sqs2Constants.MESSAGE_ID -> message.messageId();
            case Sqs2Constants.MD5_OF_BODY -> message.md5OfBody();
            case Sqs2Constants.RECEIPT_HANDLE -> message.receiptHandle();
            case Sqs2Constants.ATTRIBUTES -> message.attributes();
            case Sqs2Constants.MESSAGE_ATTRIBUTES -> message.messageAttributes();
            default -> message.attributesAsStrings().get(header);
        };
    }

    private static void addAttributes(
            Map<String, Object> headers,
            Message message,
            HeaderFilterStrategy filter,
            Exchange exchange) {
        Map<String, MessageAttributeValue> attributes = message.messageAttributes();
        if (attributes.isEmpty()) {
            return;
        }
        attributes.forEach(
                (name, attribute) -> {
                    Object value = Sqs2MessageHelper.fromMessageAttributeValue(attribute);
                    if (!isReserved(name)
                            && !filter.applyFilterToExternalHeaders(name, value, exchange)) {
                        headers.putIfAbsent(name, value);
                    }
                });
    }

    /**
     * Steps of a route take orders from such headers, which whoever sends a message may not give.
     */
    private static boolean isReserved(String attribute) {
        return attribute.regionMatches(true, 0, RESERVED, 0, RESERVED.length());
    }
}
