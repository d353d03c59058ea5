package io.eventfork.checkout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.contract.Answers;
import io.eventfork.contract.Requests;
import io.eventfork.event.CardGuard;
import io.eventfork.event.EventAttributes;
import io.eventfork.event.EventId;
import io.eventfork.event.StrictJson;
import io.eventfork.event.TraceContext;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import io.eventfork.publish.PublishEntries;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/**
 * Takes orders in: checks them against the contract, removes card data, and makes each the entry of
 * a publish batch. A batch, because Camel's single publish can send no attribute of type Number,
 * and filter policies compare numbers. Thread-safe.
 */
public final class CheckoutIntake {

    static final String EVENT_TYPE = "checkout.order-placed";

    private static final String REPLY = "checkout.reply";
    private static final String CONTRACT_BROKEN = "The order does not keep the contract.";
    private static final List<String> IDENTIFIERS = List.of("/id", "/customer/id", "/payment/id");

    private final CardGuard cardGuard;
    private final int maxEventBytes;
    private final OrderContract contract = new OrderContract();

    /**
     * @param maxEventBytes the largest event, body and attributes together
     */
    public CheckoutIntake(CardGuard cardGuard, int maxEventBytes) {
        this.cardGuard = cardGuard;
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Replaces the request by the entry to publish.
     *
     * @throws ProblemException if the request is at fault; nothing is to be published
     */
    public void accept(Exchange exchange) {
        Message message = exchange.getMessage();
        Optional<String> key = Requests.idempotencyKey(message);
        ObjectNode order = read(message);
        OffsetDateTime placed = OffsetDateTime.parse(order.get("date").textValue());
        String amount = order.at("/payment/amount").decimalValue().toPlainString();
        JsonNode masked = withoutCardData(order);
        requireIdentifiers(order, masked);
        String body = StrictJson.write(masked);
        String eventId = EventId.of(key, body.getBytes(StandardCharsets.UTF_8)).toString();
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        attributes.put(EventAttributes.AMOUNT, attribute("Number", amount));
        attributes.put(EventAttributes.EVENT_ID, attribute("String", eventId));
        attributes.put(EventAttributes.EVENT_TYPE, attribute("String", EVENT_TYPE));
        attributes.put(
                EventAttributes.OCCURRED_AT, attribute("String", placed.toInstant().toString()));
        TraceContext.of(message.getHeader(TraceContext.W3C_HEADER, String.class), null)
                .ifPresent(
                        trace ->
                                attributes.put(
                                        TraceContext.W3C_HEADER,
                                        attribute("String", trace.traceparent())));
        PublishBatchRequestEntry entry =
                PublishBatchRequestEntry.builder()
                        .id("0")
                        .message(body)
                        .messageAttributes(attributes)
                        .build();
        requireSize(entry);
        exchange.setProperty(
                REPLY,
                JsonNodeFactory.instance
                        .objectNode()
                        .<ObjectNode>set("orderId", order.get("id"))
                        .put("eventId", eventId)
                        .put("status", "accepted")
                        .toString());
        message.removeHeaders("*");
        message.setBody(entry);
    }

    /** Answers the caller, once the topic has confirmed the entry. */
    public void confirm(Exchange exchange) {
        Answers.json(exchange.getMessage(), 202, (String) exchange.removeProperty(REPLY));
    }

    private ObjectNode read(Message message) {
        JsonNode order = Requests.json(message);
        List<Fault> faults = contract.faults(order);
        if (!faults.isEmpty()) {
            throw new ProblemException(400, CONTRACT_BROKEN, faults);
        }
        return (ObjectNode) order;
    }

    /** The order without card data, but with the card's network and last four digits. */
    private JsonNode withoutCardData(ObjectNode order) {
        ObjectNode payment = (ObjectNode) order.get("payment");
        if (payment.path("card-network").isTextual() && !payment.has("network")) {
            payment.set("network", payment.get("card-network"));
        }
        String digits = digits(payment.path("card-number"));
        if (digits.length() >= 8 && !payment.has("last4")) {
            payment.put("last4", digits.substring(digits.length() - 4));
        }
        return cardGuard.mask(order);
    }

    private static String digits(JsonNode number) {
        String text =
                number.isNumber()
                        ? number.decimalValue().stripTrailingZeros().toPlainString()
                        : number.asText("");
        return text.replaceAll("[^0-9]", "");
    }

    /** Masked identifiers would make different orders one: they are refused instead. */
    private static void requireIdentifiers(JsonNode order, JsonNode masked) {
        List<Fault> faults = Requests.maskedIdentifiers(order, masked, IDENTIFIERS);
        if (!faults.isEmpty()) {
            throw new ProblemException(400, CONTRACT_BROKEN, faults);
        }
    }

    private void requireSize(PublishBatchRequestEntry entry) {
        int size = PublishEntries.bytes(entry);
        if (size > maxEventBytes) {
            throw new ProblemException(
                    413,
                    "The event has %,d bytes; at most %,d are published."
                            .formatted(size, maxEventBytes));
        }
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }
}
