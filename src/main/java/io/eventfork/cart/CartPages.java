package io.eventfork.cart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.PageRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;

/**
 * Reads what is in a cart page by page. Rows that only remember a removal are left out, so a page
 * may have fewer items than its limit and still not be the last. Thread-safe.
 */
public final class CartPages {

    private static final String OWNER = "cart.user";
    private static final String PAGE_SIZE = "cart.limit";

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
        Message message = exchange.getMessage();
        String user = message.getHeader(CartNames.USER, String.class);
        List<Fault> faults =
                names.userFaults(JsonNodeFactory.instance.objectNode().put(CartNames.USER, user));
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    400, "A parameter is wrong.", CartNames.ofParameters(faults));
        }
        int limit = PageRequest.limit(message.getHeader("limit"), defaultLimit, maxLimit);
        Object token = message.getHeader("next");
        exchange.setProperty(OWNER, user);
        exchange.setProperty(PAGE_SIZE, limit);
        message.removeHeaders("*");
        message.setHeader(
                Ddb2Constants.KEY_CONDITIONS,
                Map.of(
                        CartRows.USER,
                        Condition.builder()
                                .comparisonOperator(ComparisonOperator.EQ)
                                .attributeValueList(CartRows.text(user))
                                .build()));
        message.setHeader(Ddb2Constants.LIMIT, limit);
        message.setHeader(Ddb2Constants.CONSISTENT_READ, true);
        if (token != null) {
            message.setHeader(
                    Ddb2Constants.START_KEY,
                    new HashMap<>(CartRows.key(user, PageRequest.key(token, 1).get(0))));
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
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        rows.stream()
                .filter(row -> !row.containsKey(CartRows.REMOVED_AT))
                .forEach(row -> items.add(item(row)));
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        if (last != null) {
            message.setHeader(
                    "Link",
                    "</cart/items/%s?limit=%s&next=%s>; rel=\"next\""
                            .formatted(
                                    URLEncoder.encode(
                                                    exchange.getProperty(OWNER, String.class),
                                                    StandardCharsets.UTF_8)
                                            .replace("+", "%20"),
                                    exchange.getProperty(PAGE_SIZE),
                                    PageRequest.token(last.get(CartRows.PRODUCT).s())));
        }
        message.setBody(StrictJson.write(items));
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
