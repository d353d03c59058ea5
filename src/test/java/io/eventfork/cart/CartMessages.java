package io.eventfork.cart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Events as the bus's rules deliver them. */
final class CartMessages {

    static final String ADDED = "item added to Cart";
    static final String REMOVED = "item removed from Cart";

    private CartMessages() {}

    static String added(String user, String product, String time) {
        return change(ADDED, user, product, time);
    }

    static String removed(String user, String product, String time) {
        return change(REMOVED, user, product, time);
    }

    static String change(String detailType, String user, String product, String time) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode();
        detail.put("user", user).put("product", product).put("occurredAt", time);
        return envelope("id-" + time, detailType, detail);
    }

    /** A checkout as the shop publishes it: its time has whole seconds. */
    static String checkout(String user, String time) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("userName", user);
        ObjectNode envelope = json("id-" + time, "CheckoutBasket", detail);
        return envelope.put("time", time).toString();
    }

    static String reminder(String input) {
        return "{\"id\":\"r\",\"source\":\"putToCartService\",\"detail-type\":\"item added to Cart\",\"time\":\"2026-11-22T00:00:00Z\",\"detail\":"
                + input
                + "}";
    }

    static String envelope(String id, String detailType, ObjectNode detail) {
        return json(id, detailType, detail).toString();
    }

    private static ObjectNode json(String id, String detailType, ObjectNode detail) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", "0")
                .put("id", id)
                .put("detail-type", detailType)
                .put("source", "putToCartService")
                .put("account", "000000000000")
                .put("time", "2026-11-21T12:00:00Z")
                .put("region", "us-east-1")
                .set("detail", detail);
    }
}
