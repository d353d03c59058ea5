package io.eventfork.runtime.routes;

import java.util.List;
import java.util.Map;

/**
 * How the route files stand.
 *
 * @param generation counts the changes of the running routes; 0 while the start has not brought all
 *     of them, 1 when it has
 * @param expected ids of the routes that should run, by path of their file
 * @param problems what is refused at present, in the order of the paths
 * @param swapping whether routes are being replaced at this moment
 */
public record RouteState(
        long generation,
        Map<String, List<String>> expected,
        List<RouteProblem> problems,
        boolean swapping) {}
