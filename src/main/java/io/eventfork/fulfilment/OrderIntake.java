package io.eventfork.fulfilment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.contract.Answers;
import io.eventfork.contract.Requests;
import io.eventfork.event.CardGuard;
import io.eventfork.event.EventId;
import io.eventfork.event.StrictJson;
import io.eventfork.event.TraceContext;
import io.eventfork.outbox.OutboxEntry;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Takes orders in, and makes each a transaction that stores the order and the event that tells of
 * it. Thread-safe.
 */
public final class OrderIntake {

    private static final String ORDER = "fulfilment.order";

    /** The first request decides; the same request again changes nothing. */
    private static final String STORE =
            "SET CustomerId = :customer, OrderNumber = :number,"
                    + " CreatedAt = if_not_exists(CreatedAt, :now),"
                    + " TraceParent = if_not_exists(TraceParent, :trace)";

    private final CardGuard cardGuard;
    private final Clock clock;

    OrderIntake(CardGuard cardGuard, Clock clock) {
        this.cardGuard = cardGuard;
        this.clock = clock;
    }

    /**
     * Replaces the request by its transaction.
     *
     * @param orders the physical name of the order table
     * @param outbox the physical name of the outbox table
     * @throws ProblemException 400 if the request is at fault; nothing is to be stored
     */
    public void accept(Exchange exchange, String orders, String outbox) {
        Message message = exchange.getMessage();
        Optional<String> key = Requests.idempotencyKey(message);
        String customerId = customerId(RequestJson.read(message));
        OrderCreated order = new OrderCreated(customerId, orderNumber(customerId, key));
        Instant now = clock.instant();
        TraceContext trace = Requests.trace(message).orElseGet(() -> TraceContext.begin(now));
        OutboxEntry event =
                new OutboxEntry(
                        order.orderNumber(),
                        OrderCreated.SOURCE,
                        OrderCreated.DETAIL_TYPE,
                        order.detail(),
                        now,
                        Optional.of(trace.amazon()));
        exchange.setProperty(ORDER, order);
        message.removeHeaders("*");
        message.setBody(
                TransactWriteItemsRequest.builder()
                        .transactItems(
                                TransactWriteItem.builder()
                                        .update(store(order, now, trace, orders))
                                        .build(),
                                TransactWriteItem.builder().put(event.put(outbox)).build())
                        .build());
    }

    /** Answers the caller, once the transaction is durable. */
    public void confirm(Exchange exchange) {
        OrderCreated order = exchange.getProperty(ORDER, OrderCreated.class);
        Answers.json(
                exchange.getMessage(),
                200,
                StrictJson.write(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("customerId", order.customerId())
                                .put("orderNumber", order.orderNumber())));
    }

    private static Update store(OrderCreated order, Instant now, TraceContext trace, String table) {
        return Update.builder()
                .tableName(table)
                .key(order.key())
                .updateExpression(STORE)
                .expressionAttributeValues(
                        Map.of(
                                ":customer", AttributeValue.fromS(order.customerId()),
                                ":number", AttributeValue.fromS(order.orderNumber()),
                                ":now", AttributeValue.fromS(now.toString()),
                                ":trace", AttributeValue.fromS(trace.traceparent())))
                .build();
    }

    private String customerId(JsonNode request) {
        JsonNode customerId = request.path("customerId");
        if (customerId.isMissingNode()) {
            throw fault("is missing");
        }
        if (!OrderCreated.isIdentifier(customerId.textValue())) {
            throw fault(OrderCreated.IDENTIFIER_RULE);
        }
        if (!cardGuard.mask(request).path("customerId").equals(customerId)) {
            throw fault("must not be or contain a payment card number");
        }
        return customerId.textValue();
    }

    private static ProblemException fault(String rule) {
        return new ProblemException(
                400,
                "The order does not keep the contract.",
                List.of(new Fault("/customerId", rule)));
    }

    /** With a key of the caller's the same request is the same order. */
    private static String orderNumber(String customerId, Optional<String> key) {
        UUID number =
                key.isPresent()
                        ? EventId.of(key, customerId.getBytes(StandardCharsets.UTF_8))
                        : UUID.randomUUID();
        return number.toString();
    }
}
