package io.eventfork.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.bus.BusEnvelope;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import io.eventfork.table.ItemJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Gives open baskets the prices that their products have now. Changes are gathered, and one pass
 * over the baskets serves all of them, so that a list of new prices costs one pass and not one a
 * price. Where the product is known, its price is read at the time of the pass, so that changes
 * which arrive in another order than they were made do no harm. Stateless.
 */
public final class BasketPrices implements AggregationStrategy {

    private static final String PASS = "shop.prices";

    /** The most keys of one read. */
    private static final int MOST_PRODUCTS = 100;

    /**
     * Reads an event.
     *
     * @throws PermanentFailureException if it tells of no product and price
     */
    public PriceChange read(String body) {
        BusEnvelope event = BusEnvelope.of(body);
        String product = event.requireText("productId");
        JsonNode price = event.detail().path("price");
        if (!price.isNumber() || !ItemJson.isExact(price.decimalValue())) {
            throw new PermanentFailureException("The event lacks a price at /detail/price.");
        }
        return new PriceChange(product, price.decimalValue());
    }

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        PriceChange change = newExchange.getMessage().getBody(PriceChange.class);
        Exchange batch = oldExchange == null ? newExchange : oldExchange;
        if (oldExchange == null) {
            batch.setProperty(PASS, new PricePass());
        }
        pass(batch).add(change);
        return batch;
    }

    /** Whether the products of a batch are as many as can be read at once. */
    public boolean isFull(Exchange batch) {
        return pass(batch).prices().size() >= MOST_PRODUCTS;
    }

    /** Asks for the products of a batch. */
    public void products(Exchange exchange, String products) {
        Message message = exchange.getMessage();
        List<Map<String, AttributeValue>> keys =
                pass(exchange).prices().keySet().stream()
                        .map(id -> Map.of(ProductWrites.ID, AttributeValue.fromS(id)))
                        .toList();
        message.removeHeaders("*");
        message.setHeader(
                Ddb2Constants.BATCH_ITEMS,
                Map.of(
                        products,
                        KeysAndAttributes.builder().keys(keys).consistentRead(true).build()));
        message.setBody(null);
    }

    /** Takes the prices that the products have now; the event's, of a product that is not kept. */
    @SuppressWarnings("unchecked")
    public void current(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, ?> unread = message.getHeader(Ddb2Constants.UNPROCESSED_KEYS, Map.class);
        if (unread != null && !unread.isEmpty()) {
            throw new SinkAwayException("DynamoDB does not read all products at once.");
        }
        Map<String, List<Map<String, AttributeValue>>> read =
                message.getHeader(Ddb2Constants.BATCH_RESPONSE, Map.class);
        for (List<Map<String, AttributeValue>> rows : read.values()) {
            for (Map<String, AttributeValue> row : rows) {
                AttributeValue price = row.get("price");
                if (price != null && price.n() != null) {
                    pass(exchange)
                            .add(
                                    new PriceChange(
                                            row.get(ProductWrites.ID).s(),
                                            new BigDecimal(price.n())));
                }
            }
        }
    }

    public boolean hasPage(Exchange exchange) {
        return pass(exchange).hasPage();
    }

    /** Asks for the next page of baskets. */
    public void page(Exchange exchange, int rows) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Ddb2Constants.LIMIT, rows);
        message.setHeader(Ddb2Constants.START_KEY, pass(exchange).position());
        message.setBody(null);
    }

    /** What gives the baskets of a page their prices. */
    @SuppressWarnings("unchecked")
    public List<UpdateItemRequest> updates(Exchange exchange, String baskets) {
        Message message = exchange.getMessage();
        PricePass pass = pass(exchange);
        pass.advance(message.getHeader(Ddb2Constants.LAST_EVALUATED_KEY, Map.class));
        List<Map<String, AttributeValue>> rows = message.getHeader(Ddb2Constants.ITEMS, List.class);
        return rows.stream()
                .map(row -> pass.update(baskets, row))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Notes what became of an update. */
    public void updated(Exchange exchange, boolean isWritten) {
        if (!isWritten) {
            pass(exchange).miss();
        }
    }

    /**
     * Lets the pass be repeated if a basket was written by somebody else meanwhile, perhaps with
     * the old price.
     */
    public void settle(Exchange exchange) {
        int missed = pass(exchange).missed();
        if (missed > 0) {
            throw new SinkAwayException(
                    "%d baskets were written at the same moment; their prices are looked at again."
                            .formatted(missed));
        }
    }

    private static PricePass pass(Exchange exchange) {
        return exchange.getProperty(PASS, PricePass.class);
    }
}
