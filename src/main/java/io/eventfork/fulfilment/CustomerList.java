package io.eventfork.fulfilment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.PageRequest;
import io.eventfork.table.PartitionPages;
import java.util.Map;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads a customer's rows of the order or the shipping table, page by page, in the order of their
 * numbers. Stateless.
 */
public final class CustomerList {

    private final PartitionPages pages;

    /**
     * @param path of the list, without the customer
     */
    CustomerList(String path) {
        pages = new PartitionPages(path, "PK", "SK");
    }

    /**
     * Turns the request into a query.
     *
     * @throws ProblemException 400 if the customer, the limit or the token is no good
     */
    public void ask(Exchange exchange, int defaultLimit, int maxLimit) {
        String customer = exchange.getMessage().getHeader("customerId", String.class);
        if (!OrderCreated.isIdentifier(customer)) {
            throw PageRequest.wrong("customerId", OrderCreated.IDENTIFIER_RULE);
        }
        pages.ask(exchange, customer, OrderCreated.upper(customer), defaultLimit, maxLimit);
    }

    /** Turns the query's result into the answer. */
    public void answer(Exchange exchange) {
        pages.answer(exchange, rows -> rows.map(CustomerList::json));
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
