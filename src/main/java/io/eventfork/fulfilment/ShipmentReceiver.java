package io.eventfork.fulfilment;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.contract.Requests;
import io.eventfork.contract.SharedSecret;
import io.eventfork.problem.ProblemException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExpectedAttributeValue;

/**
 * Takes in what the forwarder posts, from whoever knows the secret, and makes it a row of the
 * shipping table. Thread-safe.
 */
public final class ShipmentReceiver {

    private final SharedSecret secret;
    private final Clock clock;

    ShipmentReceiver(SharedSecret secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
    }

    /**
     * Lets a request pass.
     *
     * @throws ProblemException 401 if it does not know the secret
     */
    public void authorise(Exchange exchange) {
        if (!secret.lets(exchange.getMessage().getHeader("Authorization", String.class))) {
            throw new ProblemException(
                    401, "This service is private: it wants the shared secret as bearer token.");
        }
    }

    /**
     * Replaces the request by the put of its row, which only succeeds while there is none: whatever
     * comes again finds the row of the first time, and leaves it as it is.
     *
     * @throws ProblemException 400 if the body is not the envelope of a new order
     */
    public void row(Exchange exchange) {
        Message message = exchange.getMessage();
        JsonNode envelope = RequestJson.read(message);
        OrderCreated order = OrderCreated.of(envelope);
        Map<String, AttributeValue> row = new HashMap<>(order.key());
        row.put("CustomerId", AttributeValue.fromS(order.customerId()));
        row.put("OrderNumber", AttributeValue.fromS(order.orderNumber()));
        row.put("CreatedAt", AttributeValue.fromS(clock.instant().toString()));
        Requests.trace(message)
                .ifPresent(
                        trace -> row.put("TraceParent", AttributeValue.fromS(trace.traceparent())));
        message.removeHeaders("*");
        message.setHeader(Ddb2Constants.ITEM, row);
        message.setHeader(
                Ddb2Constants.UPDATE_CONDITION,
                Map.of("PK", ExpectedAttributeValue.builder().exists(false).build()));
        message.setBody(null);
    }

    /** Answers 200 with nothing, once the row is there. */
    public void confirm(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setBody("");
    }
}
