package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
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
        private final Places places;
        private final List<LoadedFile> files = new ArrayList<>();
        private final Map<RouteDefinition, LoadedFile> owners = new LinkedHashMap<>();
        private final List<Fault> faults = new ArrayList<>();
        private final boolean goesOn;

        Run(
                CheckContext context,
                NavigableMap<String, String> texts,
                NavigableMap<String, Outline> outlines,
                boolean goesOn) {
            this.context = context;
            this.goesOn = goesOn;
            this.places = new Places(outlines, location);
            outlines.forEach(
                    (path, outline) ->
                            files.add(new LoadedFile(path, texts.get(path), outline, context)));
        }

        List<Fault> faults() {
            forEachFile(file -> () -> file.parse(location.apply(file.path())));
            forEachFile(file -> file::addConfigurations);
            forEachFile(file -> file::prepare);
            forEachFile(file -> () -> file.addRoutes(Set.of(), id -> {}, () -> {}));
            files.forEach(this::addTemplatedRoutes);
            files.forEach(file -> file.routes().values().forEach(route -> owners.put(route, file)));
            RouteTrial trial = new RouteTrial(context, places, goesOn);
            owners.forEach(trial::create);
            faults.addAll(trial.faults());
            if (faults.isEmpty() || goesOn) {
                checks.forEach(check -> check.check(context).forEach(this::add));
            }
            return faults;
        }

        private void addTemplatedRoutes(LoadedFile file) {
            for (TemplatedRouteDefinition templated : file.templatedRoutes()) {
                attempt(
                        file,
                        Places.lineOf(file, templated.getRouteId()),
                        () -> {
                            TemplateParameters.requireKnown(context, templated);
                            file.addTemplatedRoute(templated);
                        });
            }
        }

        private void forEachFile(Function<LoadedFile, Step> step) {
            files.removeIf(file -> !attempt(file, 0, step.apply(file)));
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

        private void add(RouteCheck.Finding finding) {
            List<Fault.Place> found = new ArrayList<>();
            owners.forEach(
                    (route, file) -> {
                        if (route.getRouteId().equals(finding.routeId())) {
                            FromDefinition input = route.getInput();
                            found.addAll(
                                    places.of(
                                            input.getLocation(),
                                            finding.line() > 0
                                                    ? finding.line()
                                                    : input.getLineNumber(),
                                            file,
                                            finding.routeId()));
                        }
                    });
            if (found.isEmpty()) {
                throw new IllegalStateException(
                        "A check names the route '" + finding.routeId() + "', which is not there.");
            }
            faults.add(Places.fault(found, Reasons.oneLine(finding.reason())));
        }
    }
}
