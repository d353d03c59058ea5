package io.eventfork.runtime.routes;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is refused at present, and logs each of it once when it comes and once when it goes.
 * Not thread-safe.
 */
final class ProblemLog {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

    private final Clock clock;
    private final NavigableMap<String, RouteProblem> known = new TreeMap<>();

    ProblemLog(Clock clock) {
        this.clock = clock;
    }

    List<RouteProblem> all() {
        return List.copyOf(known.values());
    }

    /**
     * Whether a file has been at fault since the start, or was lost, so that its routes do not run.
     */
    boolean isNotRunning(String path) {
        return known.containsKey(path) && !known.get(path).running();
    }

    /**
     * Says what is refused now.
     *
     * @param unreadable reason by path
     * @param running whether everything that ran before of the file with a path still runs
     */
    void replace(
            Map<String, Refusals.Refusal> refused,
            Map<String, String> unreadable,
            Predicate<String> running) {
        NavigableMap<String, RouteProblem> now = new TreeMap<>();
        refused.forEach(
                (path, refusal) ->
                        now.put(
                                path,
                                problem(refusal.place(), refusal.reason(), running.test(path))));
        unreadable.forEach(
                (path, reason) ->
                        now.put(
                                path,
                                problem(new Fault.Place(path, 0), reason, running.test(path))));
        now.replaceAll((path, problem) -> known(path, problem));
        known.keySet().stream()
                .filter(path -> !now.containsKey(path))
                .forEach(path -> LOG.info("{} is no longer at fault.", name(path)));
        known.clear();
        known.putAll(now);
    }

    private RouteProblem known(String path, RouteProblem problem) {
        RouteProblem before = known.get(path);
        if (problem.sameFault(before)) {
            return before;
        }
        LOG.error(
                "{}: {}. {}.",
                problem.place(),
                problem.reason(),
                problem.running()
                        ? "Nothing was changed, what ran goes on"
                        : "The routes of this file do not run");
        return problem;
    }

    private RouteProblem problem(Fault.Place place, String reason, boolean running) {
        return new RouteProblem(
                place.file(), place.line(), place.column(), reason, clock.instant(), running);
    }

    private static String name(String path) {
        return path.isEmpty() ? "The routes folder" : path;
    }
}
