package io.eventfork.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;

/**
 * Finds where a queue-fed route could lose a message: in the routes that start from a queue, and in
 * all that they reach by {@code direct} and {@code seda}. Stateless.
 */
public final class ReceiptSafety {

    private ReceiptSafety() {}

    /** What is unsafe in all queue-fed routes of a context; empty if nothing is. */
    public static List<Unsafe> check(ModelCamelContext context) {
        List<RouteDefinition> roots =
                context.getRouteDefinitions().stream()
                        .filter(route -> input(context, route).startsWith("aws2-sqs:"))
                        .toList();
        return check(context, roots);
    }

    /** What is unsafe in one queue-fed route and what it reaches. */
    static List<Unsafe> check(ModelCamelContext context, String routeId) {
        RouteDefinition root = context.getRouteDefinition(routeId);
        return root == null ? List.of() : check(context, List.of(root));
    }

    private static List<Unsafe> check(ModelCamelContext context, List<RouteDefinition> roots) {
        List<Unsafe> findings = new ArrayList<>();
        for (RouteDefinition route : reachable(context, roots)) {
            UnsafeSteps.ofRoute(route).ifPresent(findings::add);
            for (ProcessorDefinition<?> step : steps(route)) {
                UnsafeSteps.of(step)
                        .map(reason -> new Unsafe(route.getId(), where(step), reason))
                        .ifPresent(findings::add);
                if (step instanceof SendDefinition<?> send) {
                    UnsafeSteps.ofTarget(resolved(context, send.getEndpointUri()))
                            .map(reason -> new Unsafe(route.getId(), where(step), reason))
                            .ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    private static Collection<RouteDefinition> reachable(
            ModelCamelContext context, List<RouteDefinition> roots) {
        Map<String, RouteDefinition> byInput = new LinkedHashMap<>();
        context.getRouteDefinitions().forEach(route -> byInput.put(input(context, route), route));
        Map<String, RouteDefinition> found = new LinkedHashMap<>();
        Deque<RouteDefinition> next = new ArrayDeque<>(roots);
        while (!next.isEmpty()) {
            RouteDefinition route = next.poll();
            if (found.putIfAbsent(route.getId(), route) != null) {
                continue;
            }
            for (ProcessorDefinition<?> step : steps(route)) {
                if (step instanceof SendDefinition<?> send) {
                    RouteDefinition target =
                            byInput.get(address(resolved(context, send.getEndpointUri())));
                    if (target != null) {
                        next.add(target);
                    }
                }
            }
        }
        return found.values();
    }

    @SuppressWarnings({
        "unchecked",
        "rawtypes"
    }) // The helper's result is a collection of a raw type.
    private static Collection<ProcessorDefinition<?>> steps(RouteDefinition route) {
        return (Collection)
                ProcessorDefinitionHelper.filterTypeInOutputs(
                        route.getOutputs(), ProcessorDefinition.class);
    }

    private static String where(ProcessorDefinition<?> step) {
        return step.getId() == null
                ? step.getShortName()
                : step.getShortName() + " '" + step.getId() + "'";
    }

    private static String input(ModelCamelContext context, RouteDefinition route) {
        return route.getInput() == null
                ? ""
                : address(resolved(context, route.getInput().getEndpointUri()));
    }

    /** The URI without options: {@code direct://a?b=c} is {@code direct:a}. */
    private static String address(String uri) {
        int query = uri.indexOf('?');
        return (query < 0 ? uri : uri.substring(0, query)).replaceFirst(":/*", ":");
    }

    private static String resolved(ModelCamelContext context, String uri) {
        if (uri == null) {
            return "";
        }
        try {
            return context.resolvePropertyPlaceholders(uri);
        } catch (RuntimeException e) {
            // An unknown placeholder is told when the route itself is built.
            return uri;
        }
    }
}
