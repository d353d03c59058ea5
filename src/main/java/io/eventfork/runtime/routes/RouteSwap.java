package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces route files in the running context, and puts the old ones back if that fails. Not
 * thread-safe.
 *
 * <p>Routes are replaced one after the other: a route that is to go on under the same id stops only
 * when its successor is ready to be started. A stop is graceful: the route takes nothing new,
 * finishes what it has or gives it back, and is then removed.
 */
final class RouteSwap {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSwap.class);

    private final ModelCamelContext context;
    private final UnaryOperator<String> location;
    private final RouteRemover remover;
    private final HttpDoor door;
    private final NavigableMap<String, LoadedFile> running = new TreeMap<>();

    RouteSwap(ModelCamelContext context, UnaryOperator<String> location, HttpDoor door) {
        this.context = context;
        this.location = location;
        this.remover = new RouteRemover(context, door);
        this.door = door;
    }

    /** The files as they run, by path. */
    NavigableMap<String, LoadedFile> running() {
        return running;
    }

    /**
     * Carries out a plan.
     *
     * @throws SwapFailedException if it could not be; the old files then run again, but those that
     *     it names as lost
     */
    void apply(
            SwapPlan plan,
            NavigableMap<String, String> texts,
            NavigableMap<String, Outline> outlines)
            throws SwapFailedException {
        List<LoadedFile> outgoing = new ArrayList<>();
        plan.remove().forEach(path -> outgoing.add(running.get(path)));
        plan.load().keySet().stream()
                .filter(running::containsKey)
                .forEach(path -> outgoing.add(running.get(path)));
        List<LoadedFile> incoming = new ArrayList<>();
        plan.load()
                .keySet()
                .forEach(
                        path ->
                                incoming.add(
                                        new LoadedFile(
                                                path,
                                                texts.get(path),
                                                outlines.get(path),
                                                context)));
        Progress progress = new Progress();
        try {
            retire(outgoing, incoming, plan);
            load(incoming, plan.load(), progress);
            outgoing.forEach(file -> running.remove(file.path()));
            incoming.forEach(file -> running.put(file.path(), file));
        } catch (Exception e) {
            Map<String, String> lost = restore(outgoing, incoming, plan);
            throw new SwapFailedException(progress.path, e, lost);
        } finally {
            door.open();
        }
    }

    private static final class Progress {
        private String path = "";
    }

    /**
     * Removes the routes that have no successor, and the templates, configurations and beans of
     * changed files.
     */
    private void retire(List<LoadedFile> outgoing, List<LoadedFile> incoming, SwapPlan plan)
            throws Exception {
        Set<String> successors = new HashSet<>();
        for (LoadedFile file : incoming) {
            if (!file.outline().isOneUnit()) {
                file.outline().entries().stream()
                        .filter(Outline.Entry::isRoute)
                        .forEach(entry -> successors.add(entry.id()));
            }
        }
        for (LoadedFile file : outgoing) {
            Set<String> kept = plan.load().getOrDefault(file.path(), Set.of());
            for (String id : List.copyOf(file.routes().keySet())) {
                // What a file declares as a bean goes before its successor comes: no route may hold
                // it then.
                if (!kept.contains(id)
                        && (!successors.contains(id) || file.outline().isOneUnit())) {
                    remover.remove(id);
                }
            }
        }
        for (LoadedFile file : outgoing) {
            file.removeConfigurationsAndTemplates();
            file.removeBeans();
        }
    }

    private void load(List<LoadedFile> files, Map<String, Set<String>> kept, Progress progress)
            throws Exception {
        for (LoadedFile file : files) {
            progress.path = file.path();
            file.parse(location.apply(file.path()));
        }
        for (LoadedFile file : files) {
            progress.path = file.path();
            file.addConfigurations();
        }
        for (LoadedFile file : files) {
            progress.path = file.path();
            file.prepare();
        }
        for (LoadedFile file : files) {
            progress.path = file.path();
            Set<String> ids = kept.get(file.path());
            if (running.containsKey(file.path())) {
                file.keep(running.get(file.path()), ids);
            }
            file.addRoutes(ids, remover::remove, door::open);
        }
        for (LoadedFile file : files) {
            progress.path = file.path();
            file.addTemplatedRoutes(kept.get(file.path()), remover::remove, door::open);
        }
    }

    /** Returns the old text of each file that could not be put back, by path. */
    private Map<String, String> restore(
            List<LoadedFile> outgoing, List<LoadedFile> incoming, SwapPlan plan) {
        for (LoadedFile file : incoming) {
            Set<String> kept = plan.load().get(file.path());
            attempt(file, file::removeConfigurationsAndTemplates);
            attempt(file, file::removeBeans);
            for (Map.Entry<String, RouteDefinition> route : Map.copyOf(file.routes()).entrySet()) {
                if (!kept.contains(route.getKey())) {
                    attempt(file, () -> removeIfPresent(route.getKey(), route.getValue()));
                }
            }
        }
        Map<String, String> lost = new TreeMap<>();
        List<LoadedFile> restored = new ArrayList<>();
        NavigableMap<String, Set<String>> kept = new TreeMap<>();
        for (LoadedFile file : outgoing) {
            // Those that the swap had not yet come to are still there.
            Set<String> present = new HashSet<>();
            file.routes()
                    .forEach(
                            (id, route) -> {
                                if (context.getRouteDefinitions().contains(route)) {
                                    present.add(id);
                                }
                            });
            attempt(file, file::removeConfigurationsAndTemplates);
            kept.put(file.path(), present);
            restored.add(new LoadedFile(file.path(), file.text(), file.outline(), context));
        }
        try {
            load(restored, kept, new Progress());
            restored.forEach(file -> running.put(file.path(), file));
        } catch (Exception e) {
            LOG.error("The old routes could not be put back: {}.", Reasons.of(e));
            for (LoadedFile file : restored) {
                file.keep(running.get(file.path()), kept.get(file.path()));
                file.routes()
                        .forEach((id, route) -> attempt(file, () -> removeIfPresent(id, route)));
                attempt(file, file::removeConfigurationsAndTemplates);
                running.remove(file.path());
                lost.put(file.path(), file.text());
            }
        }
        return lost;
    }

    private interface Step {
        void run() throws Exception;
    }

    private void attempt(LoadedFile file, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            LOG.warn("Taking back the change of {} met a fault: {}.", file.path(), Reasons.of(e));
        }
    }

    private void removeIfPresent(String id, RouteDefinition route) throws Exception {
        if (context.getRouteDefinitions().contains(route)) {
            remover.remove(id);
        }
    }
}
