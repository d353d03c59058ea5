package io.eventfork.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.CardGuard;
import io.eventfork.event.StrictJson;
import io.eventfork.outbox.OutboxEntry;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.PartitionPages;
import io.eventfork.table.TransactionCancelledException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Makes an order of a basket: the event that tells of it and the removal of the basket are one
 * transaction, which is cancelled if the basket is not the one any more that was read. Thread-safe.
 */
public final class BasketCheckout {

    /** The event on the bus. */
    static final String SOURCE = "com.swn.basket.checkoutbasket";

    static final String DETAIL_TYPE = "CheckoutBasket";

    private static final String PENDING = "shop.checkout";
    private static final String USER = "userName";
    private static final String ITEMS = "items";

    /** So fine that no user has two orders at a time, and of one length, so that texts sort. */
    private static final DateTimeFormatter ORDER_DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ShopBodies bodies;
    private final CardGuard cardGuard;
    private final BasketTotal total;
    private final int maxEventBytes;
    private final Clock clock;

    BasketCheckout(ShopBodies bodies, CardGuard cardGuard, ShopSettings settings, Clock clock) {
        this.bodies = bodies;
        this.cardGuard = cardGuard;
        this.total = BasketTotal.named(settings.basketTotal());
        this.maxEventBytes = settings.maxEventBytes();
        this.clock = clock;
    }

    /**
     * Takes the request, and decides the id and the date of its order.
     *
     * @throws ProblemException 400 if the request is at fault
     */
    public void accept(Exchange exchange, boolean compatible) {
        ShopBodies.Body body = bodies.read(exchange.getMessage(), ShopBodies.CHECKOUT, compatible);
        JsonNode user = body.sent().path(USER);
        if (!user.isTextual() || user.textValue().isEmpty()) {
            ShopBodies.refuse(List.of(new Fault("/" + USER, "must be a text")));
        }
        body.requireIdentifiers(List.of("/" + USER));
        exchange.setProperty(
                PENDING,
                new PendingCheckout(
                        body.kept(),
                        user.textValue(),
                        UUID.randomUUID().toString(),
                        clock.instant()));
    }

    /** Whether the basket has to be read, for the first time or again. */
    public boolean isOpen(Exchange exchange) {
        return pending(exchange).isOpen();
    }

    /** Asks for the user's basket. */
    public void ask(Exchange exchange) {
        ShopItems.askFor(exchange.getMessage(), USER, pending(exchange).user());
    }

    /**
     * Makes a transaction of the basket that was read.
     *
     * @param baskets the physical name of the table of baskets
     * @param outbox the physical name of the outbox table
     * @throws ProblemException 404 if there is no basket, 400 if it cannot be checked out, 413 if
     *     it is too large for an event
     */
    public void order(Exchange exchange, String baskets, String outbox) {
        Message message = exchange.getMessage();
        PendingCheckout pending = pending(exchange);
        Map<String, AttributeValue> basket = ShopItems.item(message);
        if (basket.isEmpty()) {
            throw new ProblemException(404, "The user has no basket.");
        }
        ObjectNode order = pending.request().deepCopy();
        order.setAll(Baskets.shown(basket));
        JsonNode items = order.path(ITEMS);
        if (!items.isArray() || items.isEmpty()) {
            throw new ProblemException(400, "The basket is empty.");
        }
        order.put("totalPrice", total.of(items));
        order.put("orderId", pending.orderId());
        order.put("orderDate", ORDER_DATE.format(pending.placedAt()));
        pending.attempt(order);
        String detail = StrictJson.write(cardGuard.mask(order));
        requireSize(detail);
        OutboxEntry event =
                new OutboxEntry(pending.orderId(), SOURCE, DETAIL_TYPE, detail, pending.placedAt());
        message.removeHeaders("*");
        message.setBody(
                TransactWriteItemsRequest.builder()
                        .transactItems(
                                TransactWriteItem.builder()
                                        .delete(removal(baskets, basket))
                                        .build(),
                                TransactWriteItem.builder().put(event.put(outbox)).build())
                        .build());
    }

    /** What is around the detail of an event counts for so little that it is not counted here. */
    private void requireSize(String detail) {
        int size = detail.getBytes(StandardCharsets.UTF_8).length;
        if (size > maxEventBytes) {
            throw new ProblemException(
                    413,
                    "The order has %,d bytes; at most %,d are published."
                            .formatted(size, maxEventBytes));
        }
    }

    private static Delete removal(String baskets, Map<String, AttributeValue> basket) {
        Map<String, AttributeValue> values = new HashMap<>();
        return Delete.builder()
                .tableName(baskets)
                .key(Map.of(USER, basket.get(USER)))
                .conditionExpression(BasketVersion.condition(basket, values))
                .expressionAttributeNames(BasketVersion.NAMES)
                .expressionAttributeValues(values)
                .build();
    }

    /** The order is as good as placed: it is in the outbox. */
    public void placed(Exchange exchange) {
        pending(exchange).succeed();
    }

    /**
     * Reads the basket again if it was changed meanwhile, but not for ever.
     *
     * @param tries how often the basket is read at most
     */
    public void again(Exchange exchange, TransactionCancelledException cancelled, int tries) {
        PendingCheckout pending = pending(exchange);
        if (!cancelled.isConditionFailed(0) || pending.tries() >= tries) {
            pending.fail(cancelled);
        }
    }

    /** Answers what was ordered: 202, since the order is on its way. */
    public void answer(Exchange exchange, boolean compatible) {
        Message message = exchange.getMessage();
        PendingCheckout pending = pending(exchange);
        pending.requireWritten();
        if (compatible) {
            ShopAnswers.envelope(message, "POST", Optional.empty());
            return;
        }
        ObjectNode order = pending.order();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("orderId", USER, "orderDate", "totalPrice")) {
            answer.set(name, order.get(name));
        }
        ShopAnswers.resource(message, 202, answer.put("status", "accepted"));
        message.setHeader(
                "Location",
                "/order/%s?orderDate=%s"
                        .formatted(
                                PartitionPages.segment(pending.user()),
                                order.get("orderDate").textValue()));
    }

    private static PendingCheckout pending(Exchange exchange) {
        return exchange.getProperty(PENDING, PendingCheckout.class);
    }
}
