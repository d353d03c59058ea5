package io.eventfork.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.contract.Answers;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.ProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;

/**
 * The rows of one owner, which are those under one partition key, page by page and as they are at
 * this moment. A page's token is the sort key of its last row, so that it needs no memory here and
 * no owner can be reached by another's token.
 *
 * @param path where callers find the lists, without the owner
 * @param partitionKey the name of the key attribute that an owner's rows have alike
 * @param sortKey the name of the key attribute that tells them apart
 */
public record PartitionPages(String path, String partitionKey, String sortKey) {

    private static final String OWNER = "pages.owner";
    private static final String LIMIT = "pages.limit";

    /**
     * Turns the request, with its parameters {@code limit} and {@code next}, into a query.
     *
     * @param owner as callers name it
     * @param partition the value of the partition key
     * @throws ProblemException 400 if the limit or the token is no good
     */
    public void ask(
            Exchange exchange, String owner, String partition, int defaultLimit, int maxLimit) {
        Message message = exchange.getMessage();
        AttributeValue partitionValue = AttributeValue.fromS(partition);
        int limit = PageRequest.limit(message.getHeader("limit"), defaultLimit, maxLimit);
        Object token = message.getHeader("next");
        exchange.setProperty(OWNER, owner);
        exchange.setProperty(LIMIT, limit);
        message.removeHeaders("*");
        message.setHeader(
                Ddb2Constants.KEY_CONDITIONS,
                Map.of(
                        partitionKey,
                        Condition.builder()
                                .comparisonOperator(ComparisonOperator.EQ)
                                .attributeValueList(partitionValue)
                                .build()));
        message.setHeader(Ddb2Constants.LIMIT, limit);
        message.setHeader(Ddb2Constants.CONSISTENT_READ, true);
        if (token != null) {
            String last = PageRequest.key(token, 1).get(0);
            message.setHeader(
                    Ddb2Constants.START_KEY,
                    Map.of(partitionKey, partitionValue, sortKey, AttributeValue.fromS(last)));
        }
    }

    /**
     * Turns the query's result into the answer: an array, and where the next page is.
     *
     * @param shown what callers see of rows
     */
    public void answer(
            Exchange exchange,
            Function<Stream<Map<String, AttributeValue>>, Stream<? extends JsonNode>> shown) {
        Message message = exchange.getMessage();
        @SuppressWarnings("unchecked")
        List<Map<String, AttributeValue>> rows = message.getHeader(Ddb2Constants.ITEMS, List.class);
        @SuppressWarnings("unchecked")
        Map<String, AttributeValue> last =
                message.getHeader(Ddb2Constants.LAST_EVALUATED_KEY, Map.class);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        shown.apply(rows.stream()).forEach(list::add);
        Answers.json(message, 200, StrictJson.write(list));
        if (last != null) {
            message.setHeader(
                    "Link",
                    "<%s/%s?limit=%s&next=%s>; rel=\"next\""
                            .formatted(
                                    path,
                                    segment(exchange.getProperty(OWNER, String.class)),
                                    exchange.getProperty(LIMIT),
                                    PageRequest.token(last.get(sortKey).s())));
        }
    }

    /** A text as one segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
