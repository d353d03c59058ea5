package io.eventfork.shop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A checkout on its way: what was asked for, and the order's identity, which stays the same however
 * often the basket has to be read again. For one request.
 */
final class PendingCheckout {

    private final ObjectNode request;
    private final String user;
    private final String orderId;
    private final Instant placedAt;
    private int tries;
    private ObjectNode order;
    private boolean written;
    private RuntimeException failure;

    PendingCheckout(ObjectNode request, String user, String orderId, Instant placedAt) {
        this.request = request;
        this.user = user;
        this.orderId = orderId;
        this.placedAt = placedAt;
    }

    /** Without card data. */
    ObjectNode request() {
        return request;
    }

    String user() {
        return user;
    }

    String orderId() {
        return orderId;
    }

    Instant placedAt() {
        return placedAt;
    }

    /** The order that the basket of the last try makes. */
    ObjectNode order() {
        return order;
    }

    void attempt(ObjectNode made) {
        tries++;
        order = made;
    }

    int tries() {
        return tries;
    }

    void succeed() {
        written = true;
    }

    void fail(RuntimeException why) {
        failure = why;
    }

    boolean isOpen() {
        return !written && failure == null;
    }

    /** Throws why there is no order, if there is none. */
    void requireWritten() {
        if (failure != null) {
            throw failure;
        }
    }
}
