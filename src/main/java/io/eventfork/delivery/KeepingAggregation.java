package io.eventfork.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.spi.InternalProcessor;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The author's aggregation strategy, with batches that hold the receipts of their members.
 *
 * <p>The aggregator gives the strategy copies without completions, and calls it under its lock; the
 * hold is put on whichever exchange the author's strategy returns. When the aggregator is removed,
 * what it has not finished goes back to its queue.
 */
final class KeepingAggregation extends ServiceSupport
        implements AggregationStrategy, CamelContextAware {

    private static final long SETTLING_MILLIS = 2_000;

    private final AggregationStrategy author;
    private final AggregateProcessor aggregator;
    private final Set<Batch> live = ConcurrentHashMap.newKeySet();
    private CamelContext context;
    private volatile boolean fed;

    KeepingAggregation(AggregationStrategy author, AggregateProcessor aggregator) {
        this.author = author;
        this.aggregator = aggregator;
        if (aggregator.next().get(0) instanceof InternalProcessor steps) {
            steps.addAdvice(new UnclosedBatches());
        }
    }

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        List<Receipt> joining = List.copyOf(Receipts.of(newExchange));
        if (joining.isEmpty() && Batch.of(oldExchange) == null) {
            return author.aggregate(oldExchange, newExchange);
        }
        flushOnStop();
        if (isAlone(joining)) {
            return alone(oldExchange, newExchange, joining);
        }
        return join(oldExchange, newExchange, joining);
    }

    private Exchange join(Exchange oldExchange, Exchange newExchange, List<Receipt> joining) {
        Batch filling = Batch.of(oldExchange);
        Exchange result = author.aggregate(oldExchange, newExchange);
        if (result != null) {
            Batch batch = filling == null ? opened() : filling;
            batch.join(joining, result);
        }
        return result;
    }

    /**
     * A message that is tried apart from others gets a batch of its own, and leaves the one that is
     * filling as it is.
     */
    private Exchange alone(Exchange oldExchange, Exchange newExchange, List<Receipt> joining) {
        if (oldExchange == null) {
            Exchange only = join(null, newExchange, joining);
            if (only != null) {
                only.setProperty(ExchangePropertyKey.AGGREGATION_COMPLETE_CURRENT_GROUP, true);
            }
            return only;
        }
        // A copy, as the aggregator goes on to ask the member when the filling batch is to close.
        Exchange only = author.aggregate(null, newExchange.copy());
        if (only == null) {
            throw new IllegalStateException("The aggregation strategy returned null");
        }
        Batch batch = opened();
        batch.join(joining, only);
        if (closed(batch, only)) {
            // Its turn comes on the retry thread: here the aggregator is locked.
            joining.get(0).leases().retries().later(batch, 1);
        }
        return oldExchange;
    }

    private static boolean isAlone(Collection<Receipt> joining) {
        return joining.size() == 1 && joining.iterator().next().isIsolated();
    }

    private Batch opened() {
        Batch batch = new Batch(this);
        live.add(batch);
        return batch;
    }

    /** A half-full batch is completed when its route stops, not waited for. */
    private void flushOnStop() {
        if (!fed) {
            fed = true;
            aggregator.setForceCompletionOnStop(true);
            aggregator.setCompleteAllOnStop(false);
        }
    }

    void ended(Batch batch) {
        live.remove(batch);
    }

    /** The steps after the aggregator, as it runs them itself. */
    AsyncProcessor output() {
        return AsyncProcessorConverterHelper.convert(aggregator.next().get(0));
    }

    @Override
    public void onCompletion(Exchange exchange) {
        Batch batch = Batch.of(exchange);
        if (batch == null) {
            author.onCompletion(exchange);
        } else if (closed(batch, exchange)) {
            batch.begin();
        }
    }

    /**
     * Whether the author's strategy has closed it. Its failure is the batch's alone: thrown at the
     * aggregator it would blame the member that came last, and leave the batch among those under
     * way, for which a stop waits.
     */
    private boolean closed(Batch batch, Exchange complete) {
        try {
            author.onCompletion(complete);
        } catch (RuntimeException e) {
            batch.cannotClose(e);
            return false;
        }
        batch.close(complete);
        return true;
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
    public void timeout(Exchange exchange, int index, int total, long timeout) {
        author.timeout(exchange, index, total, timeout);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
        CamelContextAware.trySetCamelContext(author, camelContext);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(author);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(author);
    }

    @Override
    protected void doShutdown() {
        ServiceHelper.stopAndShutdownServices(author);
        awaitTries();
        live.forEach(Batch::abandon);
    }

    /** What a try has stored is not given back. */
    private void awaitTries() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLING_MILLIS);
        try {
            for (Batch batch : live) {
                batch.awaitTry(until);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
