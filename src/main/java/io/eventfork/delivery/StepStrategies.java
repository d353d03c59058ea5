package io.eventfork.delivery;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;

/**
 * Several strategies as one, which Camel needs to be told: around every step it puts a wrapper for
 * each strategy, whatever that does, and the next one sees the wrapper instead of the step.
 * Stateless.
 */
record StepStrategies(List<InterceptStrategy> strategies) implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget)
            throws Exception {
        Processor wrapped = target;
        for (InterceptStrategy strategy : strategies) {
            wrapped =
                    strategy.wrapProcessorInInterceptors(context, definition, wrapped, nextTarget);
        }
        return wrapped;
    }
}
