package io.eventfork.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The author's aggregation strategy, with a batch that holds the receipts of its members until the
 * batch is done.
 *
 * <p>The aggregator hands the strategy copies without completions and calls it under the lock of
 * the group; the hold is put on whichever exchange the author's strategy returns.
 */
final class KeepingAggregation extends ServiceSupport implements AggregationStrategy {

    private static final String KEY = "EventforkBatch";

    private final AggregationStrategy author;

    /** The members' receipts, live, and the batch's hold on them. */
    private record Batch(List<Receipt> members, Hold hold) implements SafeCopyProperty {
        @Override
        public Batch safeCopy() {
            return this;
        }
    }

    KeepingAggregation(AggregationStrategy author) {
        this.author = author;
    }

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        Collection<Receipt> joining = List.copyOf(Receipts.of(newExchange));
        Batch batch =
                oldExchange == null
                        ? null
                        : oldExchange.getExchangeExtension().getSafeCopyProperty(KEY, Batch.class);
        Exchange result = author.aggregate(oldExchange, newExchange);
        if (result == null || (batch == null && joining.isEmpty())) {
            return result;
        }
        if (batch == null) {
            List<Receipt> members = new ArrayList<>(joining);
            batch = new Batch(members, Hold.take(result, members));
        } else {
            joining.forEach(Receipt::hold);
            batch.members().addAll(joining);
            if (result != oldExchange) {
                result.getExchangeExtension().addOnCompletion(batch.hold());
            }
        }
        result.getExchangeExtension().setSafeCopyProperty(KEY, batch);
        new Receipts(batch.members()).rideOn(result);
        return result;
    }

    @Override
    public boolean canPreComplete() {
        return author.canPreComplete();
    }

    @Override
    public boolean preComplete(Exchange oldExchange, Exchange newExchange) {
        return author.preComplete(oldExchange, newExchange);
    }

    @Override
    public void onCompletion(Exchange exchange) {
        author.onCompletion(exchange);
    }

    @Override
    public void timeout(Exchange exchange, int index, int total, long timeout) {
        author.timeout(exchange, index, total, timeout);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(author);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(author);
    }
}
