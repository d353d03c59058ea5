package io.eventfork.runtime.routes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.NamedNode;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Judges a whole set of route files, by creating every route of it in a {@link CheckContext}. Not
 * thread-safe.
 */
final class RouteChecker {

    private final ModelCamelContext parent;
    private final UnaryOperator<String> location;
    private final List<RouteCheck> checks;

    /**
     * @param location the location of a file for Camel, given its path
     * @param checks asked once all routes could be created
     */
    RouteChecker(
            ModelCamelContext parent, UnaryOperator<String> location, List<RouteCheck> checks) {
        this.parent = parent;
        this.location = location;
        this.checks = List.copyOf(checks);
    }

    /**
     * Returns what is wrong with some files.
     *
     * @param texts texts by path
     * @param outlines outlines of the route files by path
     * @param retiring names of beans that the running files declare; the files under check may not
     *     count on them
     */
    List<Fault> check(
            NavigableMap<String, String> texts,
            NavigableMap<String, Outline> outlines,
            Set<String> retiring) {
        return check(texts, outlines, retiring, false);
    }

    /**
     * As {@link #check} of files that nothing runs, and looks on after a fault: at the steps that
     * follow it, and at the rules.
     */
    List<Fault> checkAll(
            NavigableMap<String, String> texts, NavigableMap<String, Outline> outlines) {
        return check(texts, outlines, Set.of(), true);
    }

    private List<Fault> check(
            NavigableMap<String, String> texts,
            NavigableMap<String, Outline> outlines,
            Set<String> retiring,
            boolean goesOn) {
        Set<String> own = new LinkedHashSet<>(retiring);
        outlines.values().forEach(outline -> own.addAll(outline.beanNames()));
        try (CheckContext context = new CheckContext(parent, own)) {
            return new Run(context, texts, outlines, goesOn).faults();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** One check. */
    private final class Run {

        private final CheckContext context;
        private final NavigableMap<String, Outline> outlines;
        private final List<LoadedFile> files = new ArrayList<>();
        private final Map<String, String> pathByLocation = new HashMap<>();
        private final Map<RouteDefinition, LoadedFile> owners = new LinkedHashMap<>();
        private final List<Fault> faults = new ArrayList<>();
        private final List<CreationFailure> failures = new ArrayList<>();
        private final Set<String> sound = new HashSet<>();
        private final boolean goesOn;

        Run(
                CheckContext context,
                NavigableMap<String, String> texts,
                NavigableMap<String, Outline> outlines,
                boolean goesOn) {
            this.context = context;
            this.goesOn = goesOn;
            this.outlines = outlines;
            outlines.forEach(
                    (path, outline) -> {
                        files.add(new LoadedFile(path, texts.get(path), outline, context));
                        pathByLocation.put(location.apply(path), path);
                    });
        }

        List<Fault> faults() {
            forEachFile(file -> () -> file.parse(location.apply(file.path())));
            forEachFile(file -> file::addConfigurations);
            forEachFile(file -> file::prepare);
            forEachFile(file -> () -> file.addRoutes(Set.of(), id -> {}, () -> {}));
            for (LoadedFile file : List.copyOf(files)) {
                for (TemplatedRouteDefinition templated : file.templatedRoutes()) {
                    attempt(
                            file,
                            entryLine(file, templated.getRouteId()),
                            () -> {
                                TemplateParameters.requireKnown(context, templated);
                                file.addTemplatedRoute(templated);
                            });
                }
            }
            files.forEach(file -> file.routes().values().forEach(route -> owners.put(route, file)));
            owners.forEach(this::create);
            failures.forEach(failure -> faults.add(failure.fault(sound)));
            if (faults.isEmpty() || goesOn) {
                checks.forEach(check -> check.check(context).forEach(this::add));
            }
            return faults;
        }

        private void forEachFile(Function<LoadedFile, Step> step) {
            for (LoadedFile file : List.copyOf(files)) {
                if (!attempt(file, 0, step.apply(file))) {
                    files.remove(file);
                }
            }
        }

        private boolean attempt(LoadedFile file, int line, Step step) {
            try {
                step.run();
                return true;
            } catch (Exception e) {
                faults.add(fault(file, line, e));
                return false;
            }
        }

        private Fault fault(LoadedFile file, int line, Exception e) {
            for (Throwable cause : Reasons.chain(e)) {
                if (cause instanceof YamlEngineException yaml) {
                    return Outline.fault(file.path(), yaml);
                }
            }
            return Fault.at(file.path(), line, Reasons.of(e));
        }

        private void create(RouteDefinition route, LoadedFile file) {
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
        private boolean takeOut(NamedNode node, Deque<Runnable> repairs) {
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
                List<Fault.Place> places = new ArrayList<>();
                addPlace(places, node.getLocation(), node.getLineNumber());
                places.add(new Fault.Place(file.path(), entryLine(file, route.getRouteId())));
                boolean ownStep =
                        Objects.equals(node.getLocation(), route.getInput().getLocation());
                failures.add(
                        new CreationFailure(
                                ownStep ? origin(route) : "",
                                Reasons.isOfAValue(e),
                                new Fault(places, Reasons.of(e) + where(places))));
                return Optional.of(node);
            }
        }

        /** Where a route is written out; routes of one template have the same. */
        private static String origin(RouteDefinition route) {
            return route.getInput().getLocation() + ":" + route.getInput().getLineNumber();
        }

        /** Tells the step from the route if they are in two files, as with a template. */
        private String where(List<Fault.Place> places) {
            Fault.Place step = places.get(0);
            Fault.Place route = places.get(places.size() - 1);
            return step.file().equals(route.file())
                    ? ""
                    : " (the step at " + step + ", for the route at " + route + ")";
        }

        private void addPlace(List<Fault.Place> places, String nodeLocation, int camelLine) {
            String path = pathByLocation.get(nodeLocation);
            if (path != null && camelLine > 0) {
                int line = outlines.get(path).stepLine().applyAsInt(camelLine);
                places.add(new Fault.Place(path, line));
            }
        }

        private void add(RouteCheck.Finding finding) {
            List<Fault.Place> places = new ArrayList<>();
            owners.forEach(
                    (route, file) -> {
                        if (route.getRouteId().equals(finding.routeId())) {
                            FromDefinition input = route.getInput();
                            addPlace(
                                    places,
                                    input.getLocation(),
                                    finding.line() > 0 ? finding.line() : input.getLineNumber());
                            places.add(
                                    new Fault.Place(
                                            file.path(), entryLine(file, finding.routeId())));
                        }
                    });
            if (places.isEmpty()) {
                throw new IllegalStateException(
                        "A check names the route '" + finding.routeId() + "', which is not there.");
            }
            faults.add(new Fault(places, Reasons.oneLine(finding.reason()) + where(places)));
        }

        private int entryLine(LoadedFile file, String routeId) {
            return file.outline().entries().stream()
                    .filter(entry -> entry.isRoute() && routeId != null)
                    .filter(entry -> routeId.equals(entry.id()))
                    .mapToInt(Outline.Entry::line)
                    .findFirst()
                    .orElse(0);
        }
    }
}
