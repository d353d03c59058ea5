package io.eventfork.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Navigate;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.processor.aggregate.AggregateProcessor;

/**
 * Closes the open batches of a pipeline now, for an operator who does not want to wait for the
 * interval. Stateless, thread-safe.
 */
public final class PipelineFlush {

    /**
     * Flushes the pipeline that the header {@code name} names, and answers how many batches were
     * open. Each of them has been tried once then.
     *
     * @throws ProblemException with status 404 if no such route has batches
     */
    public void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        String name = message.getHeader("name", String.class);
        List<AggregateProcessor> aggregators = aggregators(exchange.getContext(), name);
        if (aggregators.isEmpty()) {
            throw new ProblemException(404, noneOf(exchange.getContext(), name));
        }
        int batches = flush(aggregators);
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("pipeline", name)
                        .put("batches", batches)
                        .toString());
    }

    /** Flushes a pipeline of a context, if it has one of that name. */
    static void flush(CamelContext context, String name) {
        flush(aggregators(context, name));
    }

    private static int flush(List<AggregateProcessor> aggregators) {
        return aggregators.stream().mapToInt(AggregateProcessor::forceCompletionOfAllGroups).sum();
    }

    private static String noneOf(CamelContext context, String name) {
        String some =
                context.getRoutes().stream()
                        .map(Route::getId)
                        .filter(id -> !aggregators(context, id).isEmpty())
                        .sorted()
                        .collect(Collectors.joining(", "));
        return "There is no pipeline %s with batches; %s."
                .formatted(name, some.isEmpty() ? "there is none at all" : "there is " + some);
    }

    private static List<AggregateProcessor> aggregators(CamelContext context, String name) {
        List<AggregateProcessor> found = new ArrayList<>();
        Route route = context.getRoute(name);
        if (route != null) {
            collect(route.navigate(), found);
        }
        return found;
    }

    private static void collect(Navigate<Processor> steps, List<AggregateProcessor> found) {
        if (steps == null || !steps.hasNext()) {
            return;
        }
        for (Processor step : steps.next()) {
            if (step instanceof AggregateProcessor aggregator) {
                found.add(aggregator);
            }
            if (step instanceof Navigate<?> inner) {
                collect(processors(inner), found);
            }
        }
    }

    @SuppressWarnings("unchecked") // Every Navigate of a route is one of processors.
    private static Navigate<Processor> processors(Navigate<?> steps) {
        return (Navigate<Processor>) steps;
    }
}
