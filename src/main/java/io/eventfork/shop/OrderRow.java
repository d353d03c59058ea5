package io.eventfork.shop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.bus.BusEnvelope;
import io.eventfork.event.CardGuard;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.table.ItemJson;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The row of an order. Its key, {@code userName} and {@code orderDate}, comes with the event, so
 * that an event which is delivered twice writes one row. An event of another producer, without a
 * date, gets the time of the event on the bus. Thread-safe.
 */
public final class OrderRow {

    private final CardGuard cardGuard;

    OrderRow(CardGuard cardGuard) {
        this.cardGuard = cardGuard;
    }

    /**
     * The item of an event.
     *
     * @throws PermanentFailureException if the event never can become an item
     */
    public Map<String, AttributeValue> of(String body) {
        BusEnvelope event = BusEnvelope.of(body);
        String user = event.requireText("userName");
        ObjectNode order = (ObjectNode) cardGuard.mask(event.detail());
        if (!user.equals(order.path("userName").textValue())) {
            throw new PermanentFailureException("The event's /detail/userName is a card number.");
        }
        if (!order.path("orderDate").isTextual()) {
            order.put("orderDate", event.time().toString());
        }
        if (!order.path("orderId").isTextual()) {
            order.put("orderId", event.id());
        }
        try {
            return ItemJson.item(order);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailureException("In the event, " + e.getMessage() + ".", e);
        }
    }
}
