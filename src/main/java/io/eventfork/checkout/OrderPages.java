package io.eventfork.checkout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.ItemJson;
import io.eventfork.table.PageRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;

/**
 * Reads the orders of a customer page by page. A page's token is the sort key of its last order, so
 * that it needs no memory here and no customer can be reached by another's token. Stateless.
 */
public final class OrderPages {

    private static final String CUSTOMER = "checkout.customer";
    private static final String PAGE_SIZE = "checkout.limit";

    /** What the contract allows as the identifier of a customer. */
    private static final Pattern IDENTIFIER = Pattern.compile("[\\x21-\\x7E]{1,64}");

    /**
     * Turns the request into a query.
     *
     * @throws ProblemException if the customer, the limit or the token is no good
     */
    public void ask(Exchange exchange, int defaultLimit, int maxLimit) {
        Message message = exchange.getMessage();
        String customer = customer(message.getHeader("customerId", String.class));
        int limit = PageRequest.limit(message.getHeader("limit"), defaultLimit, maxLimit);
        Object token = message.getHeader("next");
        exchange.setProperty(CUSTOMER, customer);
        exchange.setProperty(PAGE_SIZE, limit);
        message.removeHeaders("*");
        message.setHeader(
                Ddb2Constants.KEY_CONDITIONS,
                Map.of(
                        "CustomerId",
                        Condition.builder()
                                .comparisonOperator(ComparisonOperator.EQ)
                                .attributeValueList(AttributeValue.fromS(customer))
                                .build()));
        message.setHeader(Ddb2Constants.LIMIT, limit);
        message.setHeader(Ddb2Constants.CONSISTENT_READ, true);
        if (token != null) {
            message.setHeader(
                    Ddb2Constants.START_KEY,
                    Map.of(
                            "CustomerId", AttributeValue.fromS(customer),
                            "DateOrderId", AttributeValue.fromS(PageRequest.key(token, 1).get(0))));
        }
    }

    /** Turns the query's result into the answer. */
    public void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        @SuppressWarnings("unchecked")
        List<Map<String, AttributeValue>> items =
                message.getHeader(Ddb2Constants.ITEMS, List.class);
        @SuppressWarnings("unchecked")
        Map<String, AttributeValue> last =
                message.getHeader(Ddb2Constants.LAST_EVALUATED_KEY, Map.class);
        ArrayNode orders = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> orders.add(ItemJson.json(item)));
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        if (last != null) {
            message.setHeader(
                    "Link",
                    "</checkout/orders/%s?limit=%s&next=%s>; rel=\"next\""
                            .formatted(
                                    URLEncoder.encode(
                                            exchange.getProperty(CUSTOMER, String.class),
                                            StandardCharsets.UTF_8),
                                    exchange.getProperty(PAGE_SIZE),
                                    PageRequest.token(last.get("DateOrderId").s())));
        }
        message.setBody(StrictJson.write(orders));
    }

    private static String customer(String customer) {
        if (customer == null || !IDENTIFIER.matcher(customer).matches()) {
            throw PageRequest.wrong("customerId", "must have 1 to 64 visible ASCII characters");
        }
        return customer;
    }
}
