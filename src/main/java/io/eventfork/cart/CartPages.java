package io.eventfork.cart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.PartitionPages;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads what is in a cart page by page. Rows that only remember a removal are left out, so a page
 * may have fewer items than its limit and still not be the last. Thread-safe.
 */
public final class CartPages {

    private static final PartitionPages PAGES =
            new PartitionPages("/cart/items", CartRows.USER, CartRows.PRODUCT);

    private final CartNames names;

    CartPages(CartNames names) {
        this.names = names;
    }

    /**
     * Turns the request into a query.
     *
     * @throws ProblemException if the user, the limit or the token is no good
     */
    public void ask(Exchange exchange, int defaultLimit, int maxLimit) {
        String user = exchange.getMessage().getHeader(CartNames.USER, String.class);
        List<Fault> faults =
                names.userFaults(JsonNodeFactory.instance.objectNode().put(CartNames.USER, user));
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    400, "A parameter is wrong.", CartNames.ofParameters(faults));
        }
        PAGES.ask(exchange, user, user, defaultLimit, maxLimit);
    }

    /** Turns the query's result into the answer. */
    public void answer(Exchange exchange) {
        PAGES.answer(
                exchange,
                rows ->
                        rows.filter(row -> !row.containsKey(CartRows.REMOVED_AT))
                                .map(CartPages::item));
    }

    private static ObjectNode item(Map<String, AttributeValue> row) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.put(CartNames.PRODUCT, row.get(CartRows.PRODUCT).s());
        for (String time : List.of(CartRows.ADDED_AT, CartRows.REMIND_AT, CartRows.REMINDED_AT)) {
            if (row.containsKey(time)) {
                item.put(time, row.get(time).s());
            }
        }
        return item;
    }
}
