package io.eventfork.checkout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** The longest sort key of DynamoDB, in bytes. */
    private static final int MAX_KEY = 1024;

    /**
     * Turns the request into a query.
     *
     * @throws ProblemException if the customer, the limit or the token is no good
     */
    public void ask(Exchange exchange, int defaultLimit, int maxLimit) {
        Message message = exchange.getMessage();
        String customer = customer(message.getHeader("customerId", String.class));
        int limit = limit(message.getHeader("limit"), defaultLimit, maxLimit);
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
                            "DateOrderId", AttributeValue.fromS(decode(token.toString()))));
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
        items.forEach(item -> orders.add(order(item)));
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
                                    encode(last.get("DateOrderId").s())));
        }
        message.setBody(StrictJson.write(orders));
    }

    private static String customer(String customer) {
        if (customer == null || !IDENTIFIER.matcher(customer).matches()) {
            throw new ProblemException(
                    400,
                    "A parameter is wrong.",
                    List.of(new Fault("customerId", "must have 1 to 64 visible ASCII characters")));
        }
        return customer;
    }

    private static int limit(Object text, int defaultLimit, int maxLimit) {
        if (text == null) {
            return defaultLimit;
        }
        if (text.toString().matches("[0-9]{1,9}")) {
            int limit = Integer.parseInt(text.toString());
            if (limit >= 1 && limit <= maxLimit) {
                return limit;
            }
        }
        throw new ProblemException(
                400,
                "A parameter is wrong.",
                List.of(new Fault("limit", "must be a whole number from 1 to " + maxLimit)));
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            byte[] key = Base64.getUrlDecoder().decode(token);
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
            if (key.length >= 1 && key.length <= MAX_KEY && encode(text).equals(token)) {
                return text;
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw badToken();
        }
        throw badToken();
    }

    private static ProblemException badToken() {
        return new ProblemException(
                400,
                "A parameter is wrong.",
                List.of(new Fault("next", "is not a page token of an answer of this service")));
    }

    private static ObjectNode order(Map<String, AttributeValue> item) {
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(item)
                .forEach(
                        (name, value) -> {
                            if (value.n() != null) {
                                order.put(name, new BigDecimal(value.n()));
                            } else {
                                order.put(name, value.s());
                            }
                        });
        return order;
    }
}
