package io.eventfork.stream;

import io.eventfork.delivery.StreamSafety;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.DefaultConsumer;

/**
 * Reads a stream into a route, batch by batch. Suspending and stopping let a batch at hand end,
 * checkpoint it, and leave the shards to other replicas at once; a batch that takes longer than a
 * stop may take keeps its lease until that ends by itself. Thread-safe.
 */
final class StreamConsumer extends DefaultConsumer implements Suspendable {

    private final StreamEndpoint endpoint;
    private final Streams streams;
    private StreamWorker worker;

    StreamConsumer(StreamEndpoint endpoint, Processor processor, Streams streams) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.streams = streams;
    }

    @Override
    protected void doStart() throws Exception {
        if (endpoint.getCamelContext() instanceof ModelCamelContext context) {
            StreamSafety.refuseUnsafe(context, getRouteId());
        }
        super.doStart();
        begin();
    }

    @Override
    protected void doSuspend() {
        halt();
    }

    @Override
    protected void doResume() {
        begin();
    }

    @Override
    protected void doStop() throws Exception {
        halt();
        if (worker != null
                && !endpoint.getCamelContext().getShutdownStrategy().isTimeoutOccurred()) {
            // Only the checkpoint of what has just ended, as a rule: the stop has waited for it.
            worker.awaitEnd(streams.stopLimit());
        }
        super.doStop();
    }

    private void begin() {
        worker =
                streams.worker(
                        endpoint.options(getRouteId()), getRouteId(), this::process, this::mayTake);
        worker.start();
    }

    private void halt() {
        if (worker != null) {
            worker.halt();
        }
    }

    /** Not before all routes that its own may call have started. */
    private boolean mayTake() {
        return isStarted() && endpoint.getCamelContext().getStatus().isStarted();
    }

    private Optional<Throwable> process(List<StreamRecord> batch, Supplier<Instant> leasedUntil) {
        Exchange exchange = createExchange(false);
        try {
            io.eventfork.delivery.Lease.put(exchange, leasedUntil);
            exchange.getMessage().setBody(batch);
            // Waits for steps that go on elsewhere, too.
            getProcessor().process(exchange);
            return failureOf(exchange);
        } catch (Exception | Error e) {
            return Optional.of(e);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static Optional<Throwable> failureOf(Exchange exchange) {
        if (exchange.getException() != null) {
            return Optional.of(exchange.getException());
        }
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            Throwable caught =
                    exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
            return Optional.of(
                    caught != null
                            ? caught
                            : new IllegalStateException("The route marked it rollback only"));
        }
        return Optional.empty();
    }
}
