package io.eventfork.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.processor.SendProcessor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.util.StringHelper;

/**
 * Times every step {@code to} that leaves the process, in every route: {@code
 * eventfork.sink.latency} by route, step and outcome, which is no failure if the sink {@link
 * ServiceRefusals#isAnswer works and only says no}. The meters are resolved when the route is
 * built, so steps that find their endpoint message by message ({@code toD}, {@code enrich}) have
 * none. Camel has timers of its own, for everything or nothing, which cost more than the routing
 * they time. Thread-safe.
 */
final class SinkTimers implements InterceptStrategy {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;

    SinkTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        SendProcessor step = sink(target);
        if (step == null) {
            return target;
        }
        String route = ProcessorDefinitionHelper.getRouteId(definition);
        String name = name(definition, step);
        return new Timed(
                AsyncProcessorConverterHelper.convert(target),
                timer(route, name, "success"),
                timer(route, name, "failure"));
    }

    /** The step that leaves the process, which somebody may have wrapped; null if it does not. */
    static SendProcessor sink(Processor target) {
        Processor sending =
                target instanceof DelegateAsyncProcessor wrapped ? wrapped.getProcessor() : target;
        return sending instanceof SendProcessor step && step.getEndpoint().isRemote() ? step : null;
    }

    /**
     * Its id. Camel's own ids are numbers that grow with every change of a route file, and meters
     * with them; a step without one of its author's goes by its component.
     */
    static String name(NamedNode definition, SendProcessor step) {
        return definition instanceof ToDefinition to && to.hasCustomIdAssigned()
                ? to.getId()
                : StringHelper.before(step.getEndpoint().getEndpointUri(), ":");
    }

    private Timer timer(String route, String step, String outcome) {
        return Timer.builder("eventfork.sink.latency")
                .description("Time that a step which leaves the process takes, by its outcome.")
                .tags("route", route, "step", step, "outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private static final class Timed extends DelegateAsyncProcessor {

        private final Timer successes;
        private final Timer failures;

        Timed(AsyncProcessor step, Timer successes, Timer failures) {
            super(step);
            this.successes = successes;
            this.failures = failures;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            long begin = System.nanoTime();
            return super.process(
                    exchange,
                    doneSync -> {
                        Timer timer = hasFailed(exchange) ? failures : successes;
                        timer.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
                        callback.done(doneSync);
                    });
        }

        private static boolean hasFailed(Exchange exchange) {
            Exception thrown = exchange.getException();
            return thrown != null && !ServiceRefusals.isAnswer(thrown);
        }
    }
}
