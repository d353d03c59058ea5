package io.eventfork.cart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.bus.BusEnvelope;
import io.eventfork.event.EventAttributes;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.problem.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads the events that a cart is kept by, whoever published them. All methods throw {@link
 * PermanentFailureException} if a message never can be such an event. Thread-safe.
 */
public final class CartEvents {

    /** The member of a reminder that tells to which event it belongs. */
    static final String ADDED = "added";

    /** Who bought the cart, as the shop's event calls it. */
    private static final String BUYER = "userName";

    /** When, if the shop says it more exactly than the envelope does. */
    private static final String BOUGHT_AT = "orderDate";

    private final CartSettings settings;
    private final CartNames names;

    CartEvents(CartSettings settings, CartNames names) {
        this.settings = settings;
        this.names = names;
    }

    /** A product that was put in or taken out. */
    public CartChange change(String body) {
        BusEnvelope event = BusEnvelope.of(body);
        require(names.faults(event.detail()));
        String user = event.detail().get(CartNames.USER).textValue();
        String product = event.detail().get(CartNames.PRODUCT).textValue();
        if (isAdded(event.detailType(), product)) {
            Instant time = EventTime.of(event, EventAttributes.OCCURRED_AT);
            return new CartChange(user, product, true, time, EventStamp.of(time, EventStamp.ADDED));
        }
        if (isRemoved(event.detailType(), product)) {
            Instant time = EventTime.ofEnd(event, EventAttributes.OCCURRED_AT);
            return new CartChange(
                    user, product, false, time, EventStamp.of(time, EventStamp.REMOVED));
        }
        throw new PermanentFailureException(
                "The event's detail type tells neither of an item that was added nor of one that"
                        + " was removed.");
    }

    /** A checkout of the shop; its user is {@code userName}. */
    public CartCheckout checkout(String body) {
        BusEnvelope event = BusEnvelope.of(body);
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        if (event.detail().has(BUYER)) {
            user.set(CartNames.USER, event.detail().get(BUYER));
        }
        require(
                names.userFaults(user).stream()
                        .map(fault -> new Fault("/" + BUYER, fault.message()))
                        .toList());
        Instant time = EventTime.ofEnd(event, BOUGHT_AT);
        return new CartCheckout(
                user.get(CartNames.USER).textValue(),
                time,
                EventStamp.of(time, EventStamp.CHECKED_OUT));
    }

    /** A schedule that has run. */
    public CartReminder reminder(String body) {
        BusEnvelope event = BusEnvelope.of(body);
        require(names.faults(event.detail()));
        return new CartReminder(
                event.detail().get(CartNames.USER).textValue(),
                event.detail().get(CartNames.PRODUCT).textValue(),
                Optional.ofNullable(event.detail().path(ADDED).textValue()));
    }

    /** By the setting, or in the form of the original, which names the product. */
    private boolean isAdded(String detailType, String product) {
        return detailType.equals(settings.added(product))
                || detailType.equals("item " + product + " added to Cart");
    }

    private boolean isRemoved(String detailType, String product) {
        return detailType.equals(settings.removed(product))
                || detailType.equals("item " + product + " removed from Cart");
    }

    private static void require(List<Fault> faults) {
        if (!faults.isEmpty()) {
            Fault first = faults.get(0);
            throw new PermanentFailureException(
                    "The event's detail is wrong at %s: %s."
                            .formatted(first.pointer(), first.message()));
        }
    }
}
