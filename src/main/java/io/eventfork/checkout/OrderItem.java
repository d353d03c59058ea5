package io.eventfork.checkout;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.StrictJson;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The row of an order: {@code CustomerId} and {@code DateOrderId} ({@code <date>-<id>}, the date as
 * written) are its natural key, so writing the same order again changes nothing. Stateless.
 */
public final class OrderItem {

    /** What the drill switch writes instead of the values, to exercise repair by replay. */
    private static final AttributeValue CORRUPTED = AttributeValue.fromS("CORRUPTED!");

    /** The most digits that a DynamoDB number keeps. */
    private static final int MAX_DIGITS = 38;

    /**
     * The item of an event.
     *
     * @param corrupt whether to write rubbish instead of the values
     * @throws PermanentFailureException if the body never can become an item
     */
    public Map<String, AttributeValue> of(String body, boolean corrupt) {
        JsonNode order;
        try {
            order = StrictJson.parse(body);
        } catch (InvalidJsonException e) {
            throw new PermanentFailureException("The body is not JSON: " + e.getMessage());
        }
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("CustomerId", AttributeValue.fromS(text(order, "/customer/id")));
        item.put(
                "DateOrderId",
                AttributeValue.fromS(text(order, "/date") + "-" + text(order, "/id")));
        item.put("PaymentId", corrupt ? CORRUPTED : value(order, "/payment/id"));
        item.put("PaymentAmount", corrupt ? CORRUPTED : number(amount(order)));
        item.put(
                "PaymentCurrency",
                corrupt ? CORRUPTED : AttributeValue.fromS(text(order, "/payment/currency")));
        item.put("TotalQuantity", corrupt ? CORRUPTED : number(quantity(order)));
        return item;
    }

    private static BigDecimal amount(JsonNode order) {
        JsonNode amount = order.at("/payment/amount");
        if (!amount.isNumber()) {
            throw missing("/payment/amount", "a number");
        }
        return amount.decimalValue();
    }

    private static BigDecimal quantity(JsonNode order) {
        JsonNode items = order.path("items");
        if (!items.isArray()) {
            throw missing("/items", "an array");
        }
        BigDecimal total = BigDecimal.ZERO;
        for (int i = 0; i < items.size(); i++) {
            JsonNode quantity = items.get(i).path("quantity");
            if (!quantity.isNumber()) {
                throw missing("/items/" + i + "/quantity", "a number");
            }
            total = total.add(quantity.decimalValue());
        }
        return total;
    }

    private static AttributeValue value(JsonNode order, String pointer) {
        JsonNode value = order.at(pointer);
        return value.isNumber()
                ? number(value.decimalValue())
                : AttributeValue.fromS(text(order, pointer));
    }

    private static AttributeValue number(BigDecimal number) {
        BigDecimal exact = number.stripTrailingZeros();
        if (exact.precision() > MAX_DIGITS || Math.abs((long) exact.scale()) > 100) {
            throw new PermanentFailureException("A number has more digits than the table keeps.");
        }
        return AttributeValue.fromN(number.toPlainString());
    }

    private static String text(JsonNode order, String pointer) {
        JsonNode value = order.at(pointer);
        if (!value.isValueNode() || value.isNull() || value.asText().isEmpty()) {
            throw missing(pointer, "a value");
        }
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }

    private static PermanentFailureException missing(String pointer, String what) {
        return new PermanentFailureException("The order lacks " + what + " at " + pointer + ".");
    }
}
