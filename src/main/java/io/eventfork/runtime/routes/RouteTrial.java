package io.eventfork.runtime.routes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.NamedNode;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;

/** Creates routes, and says at which step of one that fails. Not thread-safe. */
final class RouteTrial {

    private final CheckContext context;
    private final Places places;
    private final boolean goesOn;
    private final List<CreationFailure> failures = new ArrayList<>();
    private final Set<String> sound = new HashSet<>();

    /**
     * @param goesOn whether to look, behind a step that cannot be created, at those that follow it
     */
    RouteTrial(CheckContext context, Places places, boolean goesOn) {
        this.context = context;
        this.places = places;
        this.goesOn = goesOn;
    }

    /** What was wrong with the routes so far. */
    List<Fault> faults() {
        return failures.stream().map(failure -> failure.fault(sound)).toList();
    }

    void create(RouteDefinition route, LoadedFile file) {
        Optional<NamedNode> failed = tryToCreate(route, file);
        if (failed.isEmpty()) {
            sound.add(origin(route));
        }
        Deque<Runnable> repairs = new ArrayDeque<>();
        while (goesOn && failed.isPresent() && takeOut(failed.get(), repairs)) {
            failed = tryToCreate(route, file).filter(step -> !isOfTheWholeRoute());
        }
        repairs.forEach(Runnable::run);
    }

    /** Whether the step taken out was not to blame: the same failure came again. */
    private boolean isOfTheWholeRoute() {
        int last = failures.size() - 1;
        boolean isRepeated = reason(last).equals(reason(last - 1));
        if (isRepeated) {
            failures.remove(last);
        }
        return isRepeated;
    }

    /** Without the places, which a step that was put in does not have. */
    private String reason(int failure) {
        return failures.get(failure).fault().reason().replaceFirst(" \\(the step at .*", "");
    }

    /** Puts a step that does nothing in the place of one that cannot be created. */
    private static boolean takeOut(NamedNode node, Deque<Runnable> repairs) {
        if (!(node instanceof ProcessorDefinition<?> step) || step.getParent() == null) {
            return false;
        }
        List<ProcessorDefinition<?>> steps = step.getParent().getOutputs();
        int place = steps.indexOf(step);
        if (place < 0) {
            return false;
        }
        LogDefinition nothing = new LogDefinition("nothing");
        nothing.setParent(step.getParent());
        steps.set(place, nothing);
        repairs.push(() -> steps.set(place, step));
        return true;
    }

    /** Returns the step that failed. */
    private Optional<NamedNode> tryToCreate(RouteDefinition route, LoadedFile file) {
        context.forgetLastCreated();
        try {
            String repeated =
                    RouteDefinitionHelper.validateUniqueIds(
                            route, context.getRouteDefinitions(), route.getNodePrefixId());
            if (repeated != null) {
                throw new IllegalArgumentException("the id '" + repeated + "' is used twice");
            }
            context.startRouteDefinitions(List.of(route));
            return Optional.empty();
        } catch (Exception e) {
            NamedNode node =
                    context.lastCreated() == null ? route.getInput() : context.lastCreated();
            boolean ownStep = Objects.equals(node.getLocation(), route.getInput().getLocation());
            failures.add(
                    new CreationFailure(
                            ownStep ? origin(route) : "",
                            Reasons.isOfAValue(e),
                            Places.fault(
                                    places.of(
                                            node.getLocation(),
                                            node.getLineNumber(),
                                            file,
                                            route.getRouteId()),
                                    Reasons.of(e))));
            return Optional.of(node);
        }
    }

    /** Where a route is written out; routes of one template have the same. */
    private static String origin(RouteDefinition route) {
        return route.getInput().getLocation() + ":" + route.getInput().getLineNumber();
    }
}
