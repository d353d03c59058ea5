package io.eventfork.runtime.routes;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The route files cannot be run. The message says for each fault the file, the line and the reason.
 */
public final class RouteFileException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<RouteProblem> problems;

    RouteFileException(List<RouteProblem> problems, Throwable cause) {
        super(
                problems.stream()
                        .map(problem -> problem.place() + ": " + problem.reason())
                        .collect(Collectors.joining("\n")),
                cause);
        this.problems = List.copyOf(problems);
    }

    /** What is wrong; never empty. */
    public List<RouteProblem> problems() {
        return problems;
    }
}
