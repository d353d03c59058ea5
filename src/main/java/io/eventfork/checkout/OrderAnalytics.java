package io.eventfork.checkout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.contract.Answers;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Counts orders and sums revenue by hour and currency, and finds the top products, by one
 * aggregation of OpenSearch. Stateless.
 *
 * <p>Amounts have at most five decimals and are indexed as whole numbers of the fifth, but summed
 * as doubles; rounding a sum to five decimals makes it exact again as long as it is below 45
 * billion.
 */
public final class OrderAnalytics {

    private static final String ROWS = "checkout.rows";
    private static final int DECIMALS = 5;
    private static final int FEWEST_DECIMALS = 2;

    /** Products that each shard counts; more than are shown, so that none is missed. */
    private static final int SHARD_PRODUCTS = 1_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Sums are exact decimals. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /**
     * Turns the request into a search.
     *
     * @param products how many products are shown
     * @throws ProblemException if a parameter is no good
     */
    public void ask(Exchange exchange, int defaultRows, int maxRows, int products) {
        Message message = exchange.getMessage();
        int rows = rows(message.getHeader("limit"), defaultRows, maxRows);
        ObjectNode search = JSON.objectNode().put("size", 0);
        ObjectNode date = search.putObject("query").putObject("range").putObject("date");
        time("from", message.getHeader("from")).ifPresent(from -> date.put("gte", from.toString()));
        time("to", message.getHeader("to")).ifPresent(to -> date.put("lt", to.toString()));
        ObjectNode found = search.putObject("aggs");
        found.set("hours", hours(rows));
        found.set("items", products(products));
        exchange.setProperty(ROWS, rows);
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(StrictJson.write(search));
    }

    private static ObjectNode hours(int rows) {
        ObjectNode hours = JSON.objectNode();
        ObjectNode composite = hours.putObject("composite").put("size", rows);
        ArrayNode sources = composite.putArray("sources");
        sources.addObject()
                .putObject("hour")
                .putObject("date_histogram")
                .put("field", "date")
                .put("fixed_interval", "1h")
                .put("order", "desc");
        sources.addObject()
                .putObject("currency")
                .putObject("terms")
                .put("field", "payment.currency");
        sum(hours.putObject("aggs"), "revenue", "payment.amount");
        return hours;
    }

    private static ObjectNode products(int products) {
        ObjectNode items = JSON.objectNode();
        items.putObject("nested").put("path", "items");
        ObjectNode top = items.putObject("aggs").putObject("top");
        ObjectNode terms =
                top.putObject("terms")
                        .put("field", "items.product")
                        .put("size", products)
                        .put("shard_size", SHARD_PRODUCTS);
        ArrayNode order = terms.putArray("order");
        order.addObject().put("quantity", "desc");
        order.addObject().put("_key", "asc");
        ObjectNode inside = top.putObject("aggs");
        sum(inside, "quantity", "items.quantity");
        inside.putObject("orders").putObject("reverse_nested");
        inside.putObject("name")
                .putObject("terms")
                .put("field", "items.name.keyword")
                .put("size", 1);
        return items;
    }

    private static void sum(ObjectNode aggregations, String name, String field) {
        aggregations.putObject(name).putObject("sum").put("field", field);
    }

    /**
     * Turns the result of the search into the answer.
     *
     * @throws ProblemException if OpenSearch did not give one
     */
    public void answer(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status != 200) {
            throw status == 400
                    ? new IllegalStateException("OpenSearch answered 400 to the analytics")
                    : new ProblemException(
                            503, "OpenSearch answered %d. Ask again later.".formatted(status));
        }
        JsonNode found = read(message.getBody(byte[].class)).path("aggregations");
        ObjectNode answer = JSON.objectNode();
        ArrayNode hours = answer.putArray("hours");
        found.at("/hours/buckets").forEach(bucket -> hours.add(hour(bucket)));
        answer.put("more", hours.size() == exchange.getProperty(ROWS, 0, Integer.class));
        ArrayNode products = answer.putArray("products");
        found.at("/items/top/buckets").forEach(bucket -> products.add(product(bucket)));
        Answers.json(message, 200, StrictJson.write(answer));
    }

    private static JsonNode read(byte[] body) throws IOException {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ProblemException(503, "OpenSearch did not answer in JSON. Ask again later.");
        }
    }

    private static ObjectNode hour(JsonNode bucket) {
        return JSON.objectNode()
                .put("hour", Instant.ofEpochMilli(bucket.at("/key/hour").asLong()).toString())
                .put("currency", bucket.at("/key/currency").asText().toUpperCase(Locale.ROOT))
                .put("orders", bucket.path("doc_count").asLong())
                .put("revenue", money(bucket.at("/revenue/value").decimalValue()));
    }

    private static ObjectNode product(JsonNode bucket) {
        ObjectNode product = JSON.objectNode().put("product", bucket.path("key").asText());
        JsonNode name = bucket.at("/name/buckets/0/key");
        if (name.isTextual()) {
            product.set("name", name);
        }
        return product.put("quantity", bucket.at("/quantity/value").decimalValue().toBigInteger())
                .put("orders", bucket.at("/orders/doc_count").asLong());
    }

    private static BigDecimal money(BigDecimal sum) {
        BigDecimal exact = sum.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return exact.scale() < FEWEST_DECIMALS ? exact.setScale(FEWEST_DECIMALS) : exact;
    }

    private static Optional<Instant> time(String name, Object text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text.toString()).toInstant());
        } catch (DateTimeException e) {
            throw wrong(name, "must be a date, time and offset such as 2026-01-31T08:00:00Z");
        }
    }

    private static int rows(Object text, int defaultRows, int maxRows) {
        if (text == null) {
            return defaultRows;
        }
        if (text.toString().matches("[0-9]{1,9}")) {
            int rows = Integer.parseInt(text.toString());
            if (rows >= 1 && rows <= maxRows) {
                return rows;
            }
        }
        throw wrong("limit", "must be a whole number from 1 to " + maxRows);
    }

    private static ProblemException wrong(String parameter, String what) {
        return new ProblemException(
                400, "A parameter is wrong.", List.of(new Fault(parameter, what)));
    }
}
