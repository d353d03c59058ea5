package io.eventfork.table;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;

/**
 * A transaction of which nothing was written. The message names the reasons by code, item by item,
 * and never a value.
 */
public final class TransactionCancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String CONDITION = "ConditionalCheckFailed";

    private final transient List<CancellationReason> reasons;

    TransactionCancelledException(List<CancellationReason> reasons, Throwable cause) {
        super(
                "Nothing was written: "
                        + reasons.stream().map(CancellationReason::code).toList()
                        + ".",
                cause);
        this.reasons = List.copyOf(reasons);
    }

    /**
     * What DynamoDB says of each item, in the order of the transaction; with the item as it is, if
     * the transaction asked for it ({@code ReturnValuesOnConditionCheckFailure}).
     */
    public List<CancellationReason> reasons() {
        return reasons;
    }

    /**
     * Whether the condition of an item does not hold.
     *
     * @param place the item's place in the transaction, from 0
     */
    public boolean isConditionFailed(int place) {
        return place < reasons.size() && CONDITION.equals(reasons.get(place).code());
    }
}
