package io.eventfork.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What the items of a basket cost together, in exact decimals. */
enum BasketTotal {
    /** The price of each item as often as it is in the basket. */
    PRICE_TIMES_QUANTITY,
    /** The price of each item once, as the original application does. */
    SUM_PRICE;

    /**
     * The rule of this name.
     *
     * @param name {@code price-times-quantity} or {@code sum-price}
     */
    static BasketTotal named(String name) {
        return switch (name) {
            case "price-times-quantity" -> PRICE_TIMES_QUANTITY;
            case "sum-price" -> SUM_PRICE;
            default ->
                    throw new IllegalArgumentException(
                            "shop.basket.total is %s; write price-times-quantity or sum-price."
                                    .formatted(name));
        };
    }

    /**
     * The total.
     *
     * @throws ProblemException 400 if an item has no price, or no quantity that is needed
     */
    BigDecimal of(JsonNode items) {
        BigDecimal total = BigDecimal.ZERO;
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            BigDecimal price = number(items.get(i), i, "price", faults);
            BigDecimal times =
                    this == SUM_PRICE
                            ? BigDecimal.ONE
                            : number(items.get(i), i, "quantity", faults);
            total = total.add(price.multiply(times));
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(400, "The basket cannot be checked out.", faults);
        }
        BigDecimal plain = total.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private static BigDecimal number(JsonNode item, int place, String name, List<Fault> faults) {
        JsonNode value = item.path(name);
        if (!value.isNumber()) {
            faults.add(new Fault("/items/%d/%s".formatted(place, name), "must be a number"));
            return BigDecimal.ZERO;
        }
        return value.decimalValue();
    }
}
