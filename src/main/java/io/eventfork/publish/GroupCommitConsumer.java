package io.eventfork.publish;

import io.eventfork.delivery.ServiceRefusals;
import io.eventfork.event.SinkAwayException;
import io.eventfork.publish.WaitingLine.Turn;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Gives batches to the route that publishes them, at most as many at a time as there are slots, and
 * tells every caller the outcome of its own entry.
 *
 * <p>A caller that meets a free slot publishes on its own thread; a slot that comes free while
 * others wait goes on to a thread of a pool. Suspended, it lets nobody in and serves those who
 * wait; callers then wait for its successor. Stopped, it refuses those who still wait. Nothing is
 * sent again here: who brought an entry that failed decides that, and brings it by the same event
 * id. Thread-safe.
 */
public final class GroupCommitConsumer extends DefaultConsumer
        implements ShutdownAware, Suspendable {

    private final GroupCommitEndpoint endpoint;
    private final GroupCommitComponent component;
    private final String name;
    private final WaitingLine line;
    private final PublishMetrics metrics;
    private ExecutorService pool;

    GroupCommitConsumer(
            GroupCommitEndpoint endpoint,
            Processor processor,
            GroupCommitComponent component,
            String name,
            WaitingLine line) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.component = component;
        this.name = name;
        this.line = line;
        this.metrics = PublishMetrics.of(endpoint.getCamelContext(), name);
    }

    /** Publishes the caller's entry if there is a slot; otherwise the caller will be answered. */
    Turn commit(Caller caller) {
        Turn turn = line.join(caller);
        if (turn == Turn.NOW) {
            try {
                caller.take(publish(List.of(caller)).get(0));
            } finally {
                passSlotOn();
            }
        } else if (turn == Turn.FULL) {
            caller.take(away("Too many callers wait for group-commit:%s already.".formatted(name)));
        }
        return turn;
    }

    private void passSlotOn() {
        List<Caller> next = line.next();
        while (!next.isEmpty()) {
            List<Caller> batch = next;
            try {
                pool.execute(() -> serve(batch));
                return;
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                // The latter when there is no thread to be had.
                batch.forEach(caller -> caller.answer(away("No thread publishes it: " + e)));
            }
            next = line.next();
        }
    }

    private void serve(List<Caller> first) {
        List<Caller> batch = first;
        while (!batch.isEmpty()) {
            long latest = System.nanoTime() - endpoint.getMaxWait().toNanos();
            List<Caller> inTime =
                    batch.stream().filter(caller -> caller.since() - latest >= 0).toList();
            batch.stream()
                    .filter(caller -> caller.since() - latest < 0)
                    .forEach(caller -> caller.answer(tooLate()));
            if (!inTime.isEmpty()) {
                List<Outcome> outcomes = publish(inTime);
                for (int i = 0; i < inTime.size(); i++) {
                    inTime.get(i).answer(outcomes.get(i));
                }
            }
            batch = line.next();
        }
    }

    /** Never throws: whatever happens, there is an outcome for every caller. */
    private List<Outcome> publish(List<Caller> callers) {
        Exchange exchange = createExchange(false);
        metrics.count(callers.size());
        try {
            exchange.setPattern(ExchangePattern.InOut);
            exchange.getMessage()
                    .setBody(PublishEntries.numbered(callers.stream().map(Caller::entry).toList()));
            getProcessor().process(exchange);
            Exception failure = exchange.getException();
            if (failure == null) {
                return PublishEntries.outcomes(exchange.getMessage().getBody(), callers.size());
            }
            return callers.size() > 1 && isRefused(failure)
                    ? publishEachAlone(callers)
                    : callers.stream().map(caller -> Outcome.failed(failure)).toList();
        } catch (Exception | Error e) {
            return callers.stream().map(caller -> away("The batch failed: " + e + ".")).toList();
        } finally {
            releaseExchange(exchange, false);
        }
    }

    /** A batch may be refused for one of its entries, which must not harm the others. */
    private List<Outcome> publishEachAlone(List<Caller> callers) {
        return callers.stream().map(caller -> publish(List.of(caller)).get(0)).toList();
    }

    private static boolean isRefused(Exception failure) {
        return failure instanceof AwsServiceException refused
                && ServiceRefusals.isPermanent(refused);
    }

    private Outcome tooLate() {
        return away(
                "No slot of group-commit:%s was free within %d ms."
                        .formatted(name, endpoint.getMaxWait().toMillis()));
    }

    private Outcome stopped() {
        return away("The route of group-commit:%s has stopped.".formatted(name));
    }

    private static Outcome away(String why) {
        return Outcome.failed(new SinkAwayException(why));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ThreadPoolProfile threads = new ThreadPoolProfile("group-commit");
        threads.setDefaultProfile(false);
        threads.setPoolSize(endpoint.getSlots());
        threads.setMaxPoolSize(endpoint.getSlots());
        threads.setMaxQueueSize(endpoint.getSlots());
        threads.setAllowCoreThreadTimeOut(true);
        threads.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        pool =
                getEndpoint()
                        .getCamelContext()
                        .getExecutorServiceManager()
                        .newThreadPool(this, "group-commit-" + name, threads);
        letIn();
    }

    @Override
    protected void doSuspend() {
        letNobodyIn();
    }

    @Override
    protected void doResume() {
        letIn();
    }

    @Override
    protected void doStop() throws Exception {
        letNobodyIn();
        line.leave().forEach(caller -> caller.answer(stopped()));
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(pool);
        super.doStop();
    }

    private void letIn() {
        line.open();
        component.add(name, this);
    }

    /** In this order, so that whoever finds the line closed finds the route gone. */
    private void letNobodyIn() {
        component.remove(name, this);
        line.close();
    }

    /** Others depend on it: it stops after they have. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return line.pending();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Those who wait are served until the route stops.
    }
}
