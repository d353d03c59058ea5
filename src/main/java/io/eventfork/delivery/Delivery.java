package io.eventfork.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The delivery layer of one Camel context: what its queue-fed routes receive leaves the queue only
 * when its effect is durable.
 *
 * <p>{@link #install} puts in place the component {@code aws2-sqs}, the interceptor that lets
 * batches and tapped copies hold receipts, and the end of the stop, where everything settled is
 * acknowledged and the rest goes back. The SQS client must outlive the context. Thread-safe.
 */
public final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final CamelContext context;
    private final SqsClient client;
    private final DeliverySettings settings;
    private final MeterRegistry registry;
    private final UnaryOperator<String> mask;
    private final Clock clock;
    private final Optional<DeliveryTraces> traces;
    private final Set<ConsumerLine> lines = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor = Executors.newCachedThreadPool(daemons("delivery-"));
    private final ScheduledExecutorService housekeeping =
            Executors.newScheduledThreadPool(2, daemons("delivery-heartbeat-"));

    private Delivery(
            CamelContext context,
            SqsClient client,
            DeliverySettings settings,
            MeterRegistry registry,
            UnaryOperator<String> mask,
            Clock clock,
            Optional<DeliveryTraces> traces) {
        this.context = context;
        this.client = client;
        this.settings = settings;
        this.registry = registry;
        this.mask = mask;
        this.clock = clock;
        this.traces = traces;
    }

    /**
     * Installs delivery in a context. Must be called before the context starts.
     *
     * @param mask removes card data from a text: every body, attribute and reason that delivery
     *     writes goes through it
     */
    public static Delivery install(
            CamelContext context,
            SqsClient client,
            DeliverySettings settings,
            MeterRegistry registry,
            UnaryOperator<String> mask,
            Clock clock) {
        return install(context, client, settings, registry, mask, clock, Optional.empty());
    }

    /**
     * Installs delivery in a context, as {@link #install(CamelContext, SqsClient, DeliverySettings,
     * MeterRegistry, UnaryOperator, Clock)} does.
     *
     * @param tracer makes spans of what is delivered; without one nothing is there that could
     */
    public static Delivery install(
            CamelContext context,
            SqsClient client,
            DeliverySettings settings,
            MeterRegistry registry,
            UnaryOperator<String> mask,
            Clock clock,
            Optional<Tracer> tracer) {
        Optional<DeliveryTraces> traces = tracer.map(DeliveryTraces::new);
        Delivery delivery = new Delivery(context, client, settings, registry, mask, clock, traces);
        context.addComponent("aws2-sqs", new DeliveryComponent(delivery));
        List<InterceptStrategy> steps = new ArrayList<>(List.of(new ReceiptKeeping()));
        traces.ifPresent(each -> steps.add(new SinkSpans(each)));
        steps.add(new SinkTimers(registry));
        context.getCamelContextExtension().addInterceptStrategy(new StepStrategies(steps));
        ((ModelCamelContext) context).addModelLifecycleStrategy(new BoundedBatches());
        // In seconds, as Camel's main sets it again, and in no unit of its own.
        context.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
        context.getShutdownStrategy().setTimeout(Math.max(1, settings.stopLimit().toSeconds()));
        try {
            context.addLifecycleStrategy(
                    new LifecycleStrategySupport() {
                        @Override
                        public void onContextStopped(CamelContext stopped) {
                            delivery.close();
                        }
                    });
        } catch (Exception e) {
            throw new IllegalStateException("The context takes no lifecycle strategy.", e);
        }
        return delivery;
    }

    /**
     * What every consumer does at the moment; also those that have stopped while others still carry
     * messages of them.
     */
    public List<ConsumerState> consumers() {
        return lines.stream().map(ConsumerLine::state).toList();
    }

    CamelContext context() {
        return context;
    }

    SqsClient client() {
        return client;
    }

    MeterRegistry registry() {
        return registry;
    }

    Clock clock() {
        return clock;
    }

    String describe(Throwable failure) {
        return new Reasons(mask).describe(failure, null);
    }

    /** Makes spans; empty if nobody wants any. */
    Optional<DeliveryTraces> traces() {
        return traces;
    }

    DeliverySettings settings() {
        return settings;
    }

    LeaseParts parts(
            String route, QueueFacts facts, DeliverySettings own, DeliveryMetrics metrics) {
        return new LeaseParts(
                route,
                client,
                new SourceQueue(client, facts, metrics),
                own,
                metrics,
                clock,
                mask,
                executor);
    }

    /** Refuses to start a consumer whose messages a route could lose. */
    void refuseUnsafe(String routeId) {
        List<Unsafe> unsafe = ReceiptSafety.check((ModelCamelContext) context, routeId);
        if (!unsafe.isEmpty()) {
            throw new IllegalStateException(
                    unsafe.stream()
                            .map(Unsafe::sentence)
                            .collect(java.util.stream.Collectors.joining(" ")));
        }
    }

    void opened(ConsumerLine line) {
        lines.add(line);
        beatLater(line);
    }

    /** Extends what needs it, everywhere, now: what the housekeeping does all the time. */
    void beat() {
        lines.forEach(ConsumerLine::beat);
    }

    private void beat(ConsumerLine line) {
        try {
            line.beat();
        } catch (RuntimeException e) {
            LOG.error("The heartbeat of {} failed; it goes on.", line.state().queue(), e);
        }
        if (line.isOver()) {
            lines.remove(line);
        } else if (!housekeeping.isShutdown()) {
            beatLater(line);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // beat() tells its own failures.
    private void beatLater(ConsumerLine line) {
        housekeeping.schedule(
                () -> beat(line), line.beatInterval().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void close() {
        Instant deadline = clock.instant().plus(settings.stopLimit());
        lines.forEach(line -> line.close(deadline));
        housekeeping.shutdownNow();
        executor.shutdownNow();
        lines.clear();
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
