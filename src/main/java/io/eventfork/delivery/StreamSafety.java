package io.eventfork.delivery;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WireTapDefinition;

/**
 * Finds where a batch of a stream would be checkpointed before its work has ended, so that a crash
 * loses it: in the routes that start from {@code kinesis-batch}, and in all that they may reach. A
 * stream has no receipts that a copy or another thread could carry, as messages of a queue have.
 * What swallows an error is allowed: the stream waits for a batch that fails, so a route must
 * divert what can never succeed. Stateless.
 */
public final class StreamSafety {

    private static final String TOO_SOON =
            " lets a batch end, and be checkpointed, before its work has ended; ";

    private StreamSafety() {}

    /** What is unsafe in all stream-fed routes of a context; empty if nothing is. */
    public static List<Unsafe> check(ModelCamelContext context) {
        return check(
                context,
                context.getRouteDefinitions().stream()
                        .filter(route -> ReceiptSafety.input(context, route).is("kinesis-batch"))
                        .toList());
    }

    /**
     * Refuses to start a route that could lose records.
     *
     * @throws IllegalStateException if it could, with the reason
     */
    public static void refuseUnsafe(ModelCamelContext context, String routeId) {
        RouteDefinition root = context.getRouteDefinition(routeId);
        List<String> reasons =
                check(context, root == null ? List.of() : List.of(root)).stream()
                        .map(Unsafe::sentence)
                        .toList();
        if (!reasons.isEmpty()) {
            throw new IllegalStateException(String.join(" ", reasons));
        }
    }

    private static List<Unsafe> check(ModelCamelContext context, List<RouteDefinition> roots) {
        Set<Unsafe> findings = new LinkedHashSet<>();
        for (RouteDefinition route : ReceiptSafety.reachable(context, roots)) {
            for (ProcessorDefinition<?> step : ReceiptSafety.steps(route)) {
                reason(context, step)
                        .map(
                                reason ->
                                        new Unsafe(
                                                route.getId(),
                                                ReceiptSafety.where(step),
                                                ReceiptSafety.line(step),
                                                reason))
                        .ifPresent(findings::add);
            }
        }
        return new ArrayList<>(findings);
    }

    private static Optional<String> reason(ModelCamelContext context, ProcessorDefinition<?> step) {
        if (step instanceof AggregateDefinition) {
            return Optional.of("aggregate" + TOO_SOON + "the batch is gathered already");
        }
        if (step instanceof ResequenceDefinition) {
            return Optional.of("resequence" + TOO_SOON + "a batch is in order already");
        }
        if (step instanceof WireTapDefinition) {
            return Optional.of("wireTap" + TOO_SOON + "use a multicast");
        }
        if (step instanceof OnCompletionDefinition) {
            return Optional.of(
                    "onCompletion works on a copy after the batch may have been checkpointed; make"
                            + " it a step of the route");
        }
        return Targets.of(context, step).stream().anyMatch(target -> target.is("seda"))
                ? Optional.of("seda" + TOO_SOON + "use direct")
                : Optional.empty();
    }
}
