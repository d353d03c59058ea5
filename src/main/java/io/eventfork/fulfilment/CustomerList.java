package io.eventfork.fulfilment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.PageRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;

/**
 * Reads a customer's rows of the order or the shipping table, page by page, in the order of their
 * numbers. Stateless.
 */
public final class CustomerList {

    private static final String CUSTOMER = "fulfilment.customer";
    private static final String PAGE_SIZE = "fulfilment.limit";

    private final String path;

    /**
     * @param path of the list, without the customer
     */
    CustomerList(String path) {
        this.path = path;
    }

    /**
     * Turns the request into a query.
     *
     * @throws ProblemException 400 if the customer, the limit or the token is no good
     */
    public void ask(Exchange exchange, int defaultLimit, int maxLimit) {
        Message message = exchange.getMessage();
        String customer = message.getHeader("customerId", String.class);
        if (!OrderCreated.isIdentifier(customer)) {
            throw PageRequest.wrong("customerId", OrderCreated.IDENTIFIER_RULE);
        }
        int limit = PageRequest.limit(message.getHeader("limit"), defaultLimit, maxLimit);
        Object token = message.getHeader("next");
        AttributeValue partition = AttributeValue.fromS(OrderCreated.upper(customer));
        exchange.setProperty(CUSTOMER, customer);
        exchange.setProperty(PAGE_SIZE, limit);
        message.removeHeaders("*");
        message.setHeader(
                Ddb2Constants.KEY_CONDITIONS,
                Map.of(
                        "PK",
                        Condition.builder()
                                .comparisonOperator(ComparisonOperator.EQ)
                                .attributeValueList(partition)
                                .build()));
        message.setHeader(Ddb2Constants.LIMIT, limit);
        message.setHeader(Ddb2Constants.CONSISTENT_READ, true);
        if (token != null) {
            String last = PageRequest.key(token, 1).get(0);
            message.setHeader(
                    Ddb2Constants.START_KEY,
                    Map.of("PK", partition, "SK", AttributeValue.fromS(last)));
        }
    }

    /** Turns the query's result into the answer. */
    public void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        @SuppressWarnings("unchecked")
        List<Map<String, AttributeValue>> rows = message.getHeader(Ddb2Constants.ITEMS, List.class);
        @SuppressWarnings("unchecked")
        Map<String, AttributeValue> last =
                message.getHeader(Ddb2Constants.LAST_EVALUATED_KEY, Map.class);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        rows.forEach(row -> list.add(json(row)));
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        if (last != null) {
            message.setHeader(
                    "Link",
                    "<%s/%s?limit=%s&next=%s>; rel=\"next\""
                            .formatted(
                                    path,
                                    URLEncoder.encode(
                                            exchange.getProperty(CUSTOMER, String.class),
                                            StandardCharsets.UTF_8),
                                    exchange.getProperty(PAGE_SIZE),
                                    PageRequest.token(last.get("SK").s())));
        }
        message.setBody(StrictJson.write(list));
    }

    /** A row that the original wrote has its key and nothing else. */
    private static ObjectNode json(Map<String, AttributeValue> row) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("customerId", row.getOrDefault("CustomerId", row.get("PK")).s())
                        .put("orderNumber", row.getOrDefault("OrderNumber", row.get("SK")).s());
        if (row.containsKey("CreatedAt")) {
            json.put("createdAt", row.get("CreatedAt").s());
        }
        if (row.containsKey("TraceParent")) {
            json.put("traceparent", row.get("TraceParent").s());
        }
        return json;
    }
}
