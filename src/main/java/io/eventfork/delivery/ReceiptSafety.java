package io.eventfork.delivery;

import io.eventfork.delivery.Targets.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/**
 * Finds where a queue-fed route could lose a message (promise P4): in the routes that start from a
 * queue and in all that they may reach by {@code direct}, {@code seda} and {@code group-commit},
 * with the error handling that applies to them. Stateless.
 */
public final class ReceiptSafety {

    /** What joins routes; the outcome of the second decides that of the message, too. */
    private static final List<String> LEADING_ON = List.of("direct", "seda", "group-commit");

    private ReceiptSafety() {}

    /** What is unsafe in all queue-fed routes of a context; empty if nothing is. */
    public static List<Unsafe> check(ModelCamelContext context) {
        List<RouteDefinition> roots =
                context.getRouteDefinitions().stream()
                        .filter(route -> input(context, route).is("aws2-sqs"))
                        .toList();
        List<Unsafe> findings = new ArrayList<>(check(context, roots));
        context.getRouteDefinitions().forEach(route -> findings.addAll(polls(context, route)));
        return List.copyOf(findings);
    }

    /** What is unsafe in one queue-fed route and what it reaches. */
    static List<Unsafe> check(ModelCamelContext context, String routeId) {
        RouteDefinition root = context.getRouteDefinition(routeId);
        return root == null ? List.of() : check(context, List.of(root));
    }

    private static List<Unsafe> check(ModelCamelContext context, List<RouteDefinition> roots) {
        Set<Unsafe> findings = new LinkedHashSet<>();
        for (RouteDefinition route : reachable(context, roots)) {
            UnsafeErrorHandlers.of(context, route)
                    .map(reason -> new Unsafe(route.getId(), "errorHandler", 0, reason))
                    .ifPresent(findings::add);
            UnsafeTargets.ofInput(input(context, route))
                    .map(
                            reason ->
                                    new Unsafe(
                                            route.getId(), "from", line(route.getInput()), reason))
                    .ifPresent(findings::add);
            for (ProcessorDefinition<?> step : steps(route)) {
                UnsafeSteps.of(step)
                        .map(reason -> new Unsafe(route.getId(), where(step), line(step), reason))
                        .ifPresent(findings::add);
                for (Target target : Targets.of(context, step)) {
                    UnsafeTargets.ofStep(target)
                            .map(
                                    reason ->
                                            new Unsafe(
                                                    route.getId(), where(step), line(step), reason))
                            .ifPresent(findings::add);
                }
            }
        }
        return List.copyOf(findings);
    }

    /** Polling a queue from inside a route, whatever feeds that route. */
    private static List<Unsafe> polls(ModelCamelContext context, RouteDefinition route) {
        List<Unsafe> findings = new ArrayList<>();
        for (ProcessorDefinition<?> step : steps(route)) {
            String text = null;
            if (step instanceof PollDefinition poll) {
                text = poll.getEndpointUri();
            } else if (step instanceof PollEnrichDefinition poll && poll.getExpression() != null) {
                text = poll.getExpression().getExpression();
            }
            if (text != null && Targets.input(context, text).is("aws2-sqs")) {
                findings.add(
                        new Unsafe(
                                route.getId(),
                                where(step),
                                line(step),
                                "a message polled in the middle of a route is acknowledged by"
                                        + " nobody; start a route from the queue"));
            }
        }
        return findings;
    }

    /** Some routes, and what they may reach. */
    static Collection<RouteDefinition> reachable(
            ModelCamelContext context, List<RouteDefinition> roots) {
        Map<String, RouteDefinition> found = new LinkedHashMap<>();
        Deque<RouteDefinition> next = new ArrayDeque<>(roots);
        while (!next.isEmpty()) {
            RouteDefinition route = next.poll();
            if (found.putIfAbsent(route.getId(), route) != null) {
                continue;
            }
            List<Target> targets = new ArrayList<>();
            steps(route).forEach(step -> targets.addAll(Targets.of(context, step)));
            for (RouteDefinition candidate : context.getRouteDefinitions()) {
                Target input = input(context, candidate);
                if (LEADING_ON.stream().anyMatch(input::is)
                        && targets.stream().anyMatch(target -> target.mayReach(input))) {
                    next.add(candidate);
                }
            }
        }
        return found.values();
    }

    /** All steps of a route, nested ones too. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // The helper's result is of a raw type.
    static Collection<ProcessorDefinition<?>> steps(RouteDefinition route) {
        return (Collection)
                ProcessorDefinitionHelper.filterTypeInOutputs(
                        route.getOutputs(), ProcessorDefinition.class);
    }

    static String where(ProcessorDefinition<?> step) {
        return step.getId() == null
                ? step.getShortName()
                : step.getShortName() + " '" + step.getId() + "'";
    }

    static int line(NamedNode node) {
        return node == null ? 0 : node.getLineNumber();
    }

    static Target input(ModelCamelContext context, RouteDefinition route) {
        return Targets.input(
                context, route.getInput() == null ? "" : route.getInput().getEndpointUri());
    }
}
