package io.eventfork.cart;

import io.eventfork.cart.CartItem.State;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the rows of the cart's two tables mean. A row tells of the newest event of an item, also of
 * a removal, so that an older one that comes later finds it; the row of a user's newest checkout
 * stands for the removal of everything before. Stateless.
 */
final class CartRows {

    static final String USER = "user";
    static final String PRODUCT = "product";
    static final String STAMP = "stamp";
    static final String ADDED_AT = "addedAt";
    static final String REMIND_AT = "remindAt";
    static final String REMINDED_AT = "remindedAt";
    static final String REMOVED_AT = "removedAt";

    /** In seconds since 1970, as DynamoDB wants the time to live of an item. */
    static final String EXPIRES_AT = "expiresAt";

    /** Longer than a message stays in a queue and then in its dead-letter queue, 14 days each. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private CartRows() {}

    static Map<String, AttributeValue> key(String user, String product) {
        return Map.of(USER, text(user), PRODUCT, text(product));
    }

    static Map<String, AttributeValue> key(String user) {
        return Map.of(USER, text(user));
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue time(Instant time) {
        return text(time.toString());
    }

    /** When nobody needs to remember a removal or a checkout any more. */
    static AttributeValue expiry(Instant time) {
        return AttributeValue.fromN(Long.toString(time.plus(REMEMBERED).getEpochSecond()));
    }

    /**
     * The item of a row.
     *
     * @param row empty if there is none
     * @param checkout the row of the user's newest checkout; empty if there is none
     */
    static CartItem item(
            String user,
            String product,
            Map<String, AttributeValue> row,
            Map<String, AttributeValue> checkout) {
        if (row.isEmpty()) {
            return new CartItem(user, product, "", State.UNKNOWN, Optional.empty());
        }
        String stamp = row.get(STAMP).s();
        State state = State.IN_CART;
        if (!checkout.isEmpty() && checkout.get(STAMP).s().compareTo(stamp) > 0) {
            state = State.CHECKED_OUT;
        } else if (row.containsKey(REMOVED_AT)) {
            state = State.REMOVED;
        }
        boolean toRemind =
                state == State.IN_CART
                        && row.containsKey(REMIND_AT)
                        && !row.containsKey(REMINDED_AT);
        return new CartItem(
                user,
                product,
                stamp,
                state,
                toRemind ? Optional.of(Instant.parse(row.get(REMIND_AT).s())) : Optional.empty());
    }

    /** The attributes that a change sets. */
    static Map<String, AttributeValue> values(CartChange change, Duration delay) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        values.put(STAMP, text(change.stamp()));
        if (change.added()) {
            values.put(ADDED_AT, time(change.time()));
            values.put(REMIND_AT, time(change.time().plus(delay)));
        } else {
            values.put(REMOVED_AT, time(change.time()));
            values.put(EXPIRES_AT, expiry(change.time()));
        }
        return values;
    }
}
