package io.eventfork.delivery;

import java.util.Collection;
import java.util.function.IntPredicate;
import org.apache.camel.Exchange;

/**
 * Why a message left its queue. Whoever decides notes it; what nobody notes was delivered. It
 * counts when the queue has confirmed the deletion, so that every acknowledged message counts under
 * exactly one disposition. Noting changes nothing else. Thread-safe.
 */
public enum Disposition {
    /** Its effect is durable. */
    DELIVERED,
    /** Its pipeline does not want it. */
    FILTERED,
    /** It can't become what its pipeline writes, and is durable where failed records go. */
    REJECTED,
    /** It is in the dead-letter queue. */
    DEAD_LETTERED;

    /** Notes it for the message that an exchange carries; for none if it comes from no queue. */
    public void note(Exchange exchange) {
        Receipts.of(exchange).forEach(receipt -> receipt.note(this));
    }

    /**
     * Notes it for some members of the batch that an exchange stands for.
     *
     * @param members how many members the caller knows; if they are not the batch's messages one by
     *     one, nothing is noted
     * @param which those, by their place in the order in which they joined, from 0
     */
    public void note(Exchange batch, int members, IntPredicate which) {
        Collection<Receipt> receipts = Receipts.of(batch);
        if (receipts.size() != members) {
            return;
        }
        int place = 0;
        for (Receipt receipt : receipts) {
            if (which.test(place++)) {
                receipt.note(this);
            }
        }
    }
}
