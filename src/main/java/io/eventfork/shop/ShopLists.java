package io.eventfork.shop;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.ItemJson;
import io.eventfork.table.PageRequest;
import io.eventfork.table.PartitionPages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Lists products, baskets and orders page by page. Who is compatible gets what one request to
 * DynamoDB answers, a megabyte at most, and no pages. Stateless.
 */
public final class ShopLists {

    private static final String LIST = "shop.list";
    private static final String LIMIT = "shop.limit";

    private static final String CATEGORY = "category";
    private static final String USER = "userName";
    private static final String DATE = "orderDate";

    /** What the contract allows as a category, in characters. */
    private static final int MAX_CATEGORY = 256;

    /** The longest sort key of DynamoDB, in bytes; a date is ASCII. */
    private static final int MAX_DATE = 1024;

    /**
     * Asks for all products, or for those of a category.
     *
     * @throws ProblemException 400 if a parameter is no good; compatible if there is any
     */
    public void products(Exchange exchange, int defaultLimit, int maxLimit, boolean compatible) {
        Message message = exchange.getMessage();
        if (compatible && message.getHeader(Exchange.HTTP_QUERY) != null) {
            throw new ProblemException(400, "The list of all products takes no query.");
        }
        Map<String, String> category = given(message, CATEGORY, MAX_CATEGORY);
        ask(
                exchange,
                new ShopList("/product", category, category, List.of(ProductWrites.ID)),
                paging(message, defaultLimit, maxLimit, compatible));
    }

    /**
     * Asks for all baskets.
     *
     * @throws ProblemException 400 if a parameter is no good
     */
    public void baskets(Exchange exchange, int defaultLimit, int maxLimit, boolean compatible) {
        ask(
                exchange,
                new ShopList("/basket", Map.of(), Map.of(), List.of(USER)),
                paging(exchange.getMessage(), defaultLimit, maxLimit, compatible));
    }

    /**
     * Asks for all orders.
     *
     * @throws ProblemException 400 if a parameter is no good
     */
    public void orders(Exchange exchange, int defaultLimit, int maxLimit, boolean compatible) {
        ask(
                exchange,
                new ShopList("/order", Map.of(), Map.of(), List.of(USER, DATE)),
                paging(exchange.getMessage(), defaultLimit, maxLimit, compatible));
    }

    /**
     * Asks for the orders of a user, or for that of a date.
     *
     * @throws ProblemException 400 if a parameter is no good; compatible if there is no date
     */
    public void ordersOf(Exchange exchange, int defaultLimit, int maxLimit, boolean compatible) {
        Message message = exchange.getMessage();
        String user = ShopItems.keyOf(message, USER);
        Map<String, String> date = given(message, DATE, MAX_DATE);
        if (compatible && date.isEmpty()) {
            throw PageRequest.wrong(DATE, "must be given");
        }
        Map<String, String> common = new HashMap<>(date);
        common.put(USER, user);
        ask(
                exchange,
                new ShopList("/order/" + PartitionPages.segment(user), date, common, List.of(DATE)),
                paging(message, defaultLimit, maxLimit, compatible));
        message.setHeader(Ddb2Constants.CONSISTENT_READ, true);
    }

    /**
     * Which page is asked for.
     *
     * @param token null for the first
     */
    private record Paging(Integer limit, Object token) {}

    private static Paging paging(
            Message message, int defaultLimit, int maxLimit, boolean compatible) {
        return compatible
                ? new Paging(null, null)
                : new Paging(
                        PageRequest.limit(message.getHeader("limit"), defaultLimit, maxLimit),
                        message.getHeader("next"));
    }

    /** A parameter by its name; empty if it is not given. */
    private static Map<String, String> given(Message message, String name, int longest) {
        Object value = message.getHeader(name);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof String text && !text.isEmpty() && text.length() <= longest) {
            return Map.of(name, text);
        }
        throw PageRequest.wrong(name, "must be one text of 1 to %d characters".formatted(longest));
    }

    private static void ask(Exchange exchange, ShopList list, Paging paging) {
        Message message = exchange.getMessage();
        exchange.setProperty(LIST, list);
        exchange.setProperty(LIMIT, paging.limit());
        message.removeHeaders("*");
        message.setBody(null);
        if (paging.limit() != null) {
            message.setHeader(Ddb2Constants.LIMIT, paging.limit());
        }
        if (paging.token() != null) {
            message.setHeader(Ddb2Constants.START_KEY, list.start(paging.token()));
        }
        if (!list.common().isEmpty()) {
            message.setHeader(Ddb2Constants.KEY_CONDITIONS, list.conditions());
        }
    }

    /** Answers the rows as they are. */
    public void answer(Exchange exchange, boolean compatible) {
        answer(exchange, compatible, ItemJson::json);
    }

    /** Answers the rows as baskets. */
    public void answerBaskets(Exchange exchange, boolean compatible) {
        answer(exchange, compatible, Baskets::shown);
    }

    private static void answer(
            Exchange exchange,
            boolean compatible,
            Function<Map<String, AttributeValue>, ObjectNode> shown) {
        Message message = exchange.getMessage();
        @SuppressWarnings("unchecked")
        List<Map<String, AttributeValue>> items =
                message.getHeader(Ddb2Constants.ITEMS, List.class);
        @SuppressWarnings("unchecked")
        Map<String, AttributeValue> last =
                message.getHeader(Ddb2Constants.LAST_EVALUATED_KEY, Map.class);
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> rows.add(shown.apply(item)));
        if (compatible) {
            ShopAnswers.envelope(message, "GET", Optional.of(rows));
            return;
        }
        ShopAnswers.resource(message, 200, rows);
        if (last != null) {
            String next =
                    exchange.getProperty(LIST, ShopList.class)
                            .next(last, exchange.getProperty(LIMIT, Integer.class));
            message.setHeader("Link", "<%s>; rel=\"next\"".formatted(next));
        }
    }
}
