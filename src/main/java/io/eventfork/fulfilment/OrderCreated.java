package io.eventfork.fulfilment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The event that tells of a new order: all that the order service and the shipping service share.
 *
 * @param customerId as the customer's request wrote it
 * @param orderNumber a UUID
 */
record OrderCreated(String customerId, String orderNumber) {

    static final String SOURCE = "order-service";
    static final String DETAIL_TYPE = "order-service.order-created";

    /** What keys, paths and pages can hold without harm. */
    private static final Pattern IDENTIFIER = Pattern.compile("[\\x21-\\x7E]{1,64}");

    static final String IDENTIFIER_RULE = "must have 1 to 64 visible ASCII characters";

    /** Whether a text, which may be null, can be a customer or an order number. */
    static boolean isIdentifier(String text) {
        return text != null && IDENTIFIER.matcher(text).matches();
    }

    /** The detail of the event as JSON text. */
    String detail() {
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("EventName", DETAIL_TYPE);
        detail.putObject("Data").put("CustomerId", customerId).put("OrderNumber", orderNumber);
        return StrictJson.write(detail.put("Source", SOURCE));
    }

    /**
     * Reads the event out of the envelope in which EventBridge delivers it.
     *
     * @throws ProblemException 400 with every fault
     */
    static OrderCreated of(JsonNode envelope) {
        List<Fault> faults = new ArrayList<>();
        if (!DETAIL_TYPE.equals(envelope.path("detail-type").textValue())) {
            faults.add(new Fault("/detail-type", "must be " + DETAIL_TYPE));
        }
        JsonNode data = envelope.at("/detail/Data");
        if (!envelope.path("detail").isObject()) {
            faults.add(new Fault("/detail", "must be an object"));
        } else if (!data.isObject()) {
            faults.add(new Fault("/detail/Data", "must be an object"));
        } else {
            for (String member : List.of("CustomerId", "OrderNumber")) {
                if (!isIdentifier(data.path(member).textValue())) {
                    faults.add(new Fault("/detail/Data/" + member, IDENTIFIER_RULE));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(400, "This is not the envelope of a new order.", faults);
        }
        return new OrderCreated(
                data.get("CustomerId").textValue(), data.get("OrderNumber").textValue());
    }

    /** The key of the order's row in either service's table. */
    Map<String, AttributeValue> key() {
        return Map.of(
                "PK", AttributeValue.fromS(upper(customerId)),
                "SK", AttributeValue.fromS(upper(orderNumber)));
    }

    static String upper(String identifier) {
        return identifier.toUpperCase(Locale.ROOT);
    }
}
