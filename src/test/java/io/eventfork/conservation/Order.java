package io.eventfork.conservation;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;

/**
 * An order as a caller sends it, and what it has to become. What it becomes is written down beside
 * what is sent, not computed by the application's own code. Immutable.
 *
 * @param reference the id of its payment, by which the order is recognised in every sink
 * @param key the idempotency key, or empty
 * @param sent the request's body, with card data
 * @param body the event's body, canonical and without card data
 * @param id the order's id as text
 * @param customer the customer's id
 * @param date as written
 * @param amount as written
 * @param quantity of all items
 */
record Order(
        String reference,
        String key,
        String sent,
        String body,
        String id,
        String customer,
        String date,
        String amount,
        int quantity) {

    static final BigDecimal SEARCHED_FROM = new BigDecimal(100);

    /** Whether the order belongs into the index. */
    boolean isSearched() {
        return new BigDecimal(amount).compareTo(SEARCHED_FROM) >= 0;
    }

    /** The attributes of its event, by name. */
    Map<String, String> attributes(String eventId) {
        return new TreeMap<>(
                Map.of(
                        "amount",
                        "Number:" + amount,
                        "eventId",
                        "String:" + eventId,
                        "eventType",
                        "String:checkout.order-placed",
                        "occurredAt",
                        "String:" + OffsetDateTime.parse(date).toInstant()));
    }

    /** Its row, as {@link Effect#row} writes rows. */
    String row() {
        boolean number = reference.chars().allMatch(Character::isDigit);
        return new TreeMap<>(
                        Map.of(
                                "CustomerId",
                                "S:" + customer,
                                "DateOrderId",
                                "S:" + date + "-" + id,
                                "PaymentId",
                                (number ? "N:" : "S:") + reference,
                                "PaymentAmount",
                                "N:" + plain(amount),
                                "PaymentCurrency",
                                "S:usd",
                                "TotalQuantity",
                                "N:" + quantity))
                .toString();
    }

    static String plain(String number) {
        return new BigDecimal(number).stripTrailingZeros().toPlainString();
    }
}
