package io.eventfork.conservation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that a sink holds. Immutable.
 *
 * @param reference of the order that it comes from, or empty if it names none
 * @param content everything about it that has to be right, as one text; equal things have equal
 *     texts
 * @param message id of the message that holds it, or empty
 */
record Effect(String reference, String content, String message) {

    Effect(String reference, String content) {
        this(reference, content, "");
    }

    /** The same, as a message of a queue. */
    Effect in(String messageId) {
        return new Effect(reference, content, messageId);
    }

    /** A row of the table: {@code S:} or {@code N:} and the value by attribute. */
    static Effect row(Map<String, String> attributes) {
        String payment = attributes.getOrDefault("PaymentId", "");
        return new Effect(
                payment.isEmpty() ? "" : payment.substring(2),
                new TreeMap<>(attributes).toString());
    }

    /** A document of the index. */
    static Effect document(String id, String body) {
        return new Effect(reference(body), id + " " + Json.canonical(body));
    }

    /** An event with its attributes, {@code <type>:<value>} by name. */
    static Effect event(String id, Map<String, String> attributes, String body) {
        return new Effect(
                reference(body), id + " " + new TreeMap<>(attributes) + " " + Json.canonical(body));
    }

    /** The payment's id in the body of an event; empty if there is none. */
    static String reference(String body) {
        try {
            JsonNode id = Json.parse(body).at("/payment/id");
            return id.asText("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
