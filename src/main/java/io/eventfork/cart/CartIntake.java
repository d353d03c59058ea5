package io.eventfork.cart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.bus.BusEvents;
import io.eventfork.contract.Answers;
import io.eventfork.contract.Requests;
import io.eventfork.event.EventAttributes;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Takes in what users put into their carts and take out of them, and makes each an event. The event
 * tells when it happened to the microsecond: the time of a bus's envelope has seconds only, which
 * is too coarse to tell what came first. Thread-safe.
 */
public final class CartIntake {

    private static final String TRACE = "X-Amzn-Trace-Id";
    private static final String RECEIVED = "{\"message\":\"message received\"}";

    private final CartSettings settings;
    private final CartNames names;
    private final Clock clock;
    private final BusEvents events = new BusEvents();

    CartIntake(CartSettings settings, CartNames names, Clock clock) {
        this.settings = settings;
        this.names = names;
        this.clock = clock;
    }

    /**
     * Replaces the request by one that puts the event on the bus.
     *
     * @param bus name or ARN of the bus
     * @throws ProblemException if the request is at fault; nothing is to be published
     */
    public void add(Exchange exchange, String bus) {
        ObjectNode item = read(exchange.getMessage());
        List<Fault> faults = new ArrayList<>(names.faults(item));
        item.fieldNames()
                .forEachRemaining(
                        member -> {
                            if (!member.equals(CartNames.USER)
                                    && !member.equals(CartNames.PRODUCT)) {
                                faults.add(
                                        new Fault(
                                                Fault.pointer("", member),
                                                "is not known; send user and product"));
                            }
                        });
        require(faults, "The item cannot be put into a cart.");
        publish(exchange, bus, item, settings.added(item.get(CartNames.PRODUCT).textValue()));
    }

    /**
     * Replaces the request by one that puts the event on the bus.
     *
     * @param bus name or ARN of the bus
     * @throws ProblemException if the request is at fault; nothing is to be published
     */
    public void remove(Exchange exchange, String bus) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        for (String member : List.of(CartNames.USER, CartNames.PRODUCT)) {
            item.put(member, exchange.getMessage().getHeader(member, String.class));
        }
        require(CartNames.ofParameters(names.faults(item)), "A parameter is wrong.");
        publish(exchange, bus, item, settings.removed(item.get(CartNames.PRODUCT).textValue()));
    }

    /** Answers the caller, once the bus has confirmed the event. */
    public void received(Exchange exchange) {
        Answers.json(exchange.getMessage(), 202, RECEIVED);
    }

    private void publish(Exchange exchange, String bus, ObjectNode item, String detailType) {
        Message message = exchange.getMessage();
        Optional<String> trace =
                Optional.ofNullable(message.getHeader(TRACE, String.class))
                        .filter(text -> text.matches("[\\x21-\\x7E]{1,500}"));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String detail =
                StrictJson.write(item.deepCopy().put(EventAttributes.OCCURRED_AT, now.toString()));
        message.removeHeaders("*");
        message.setBody(
                events.request(
                        bus, events.entry(settings.source(), detailType, detail, now, trace)));
    }

    private static ObjectNode read(Message message) {
        if (Requests.json(message) instanceof ObjectNode item) {
            return item;
        }
        throw new ProblemException(
                400,
                "The item cannot be put into a cart.",
                List.of(new Fault("", "must be an object")));
    }

    private static void require(List<Fault> faults, String detail) {
        if (!faults.isEmpty()) {
            throw new ProblemException(400, detail, faults);
        }
    }
}
