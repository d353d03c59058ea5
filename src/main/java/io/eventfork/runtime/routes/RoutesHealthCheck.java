package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Ready while every route runs that should.
 *
 * <p>While a start has brought only the routes that come first, the replica is not ready. An edit
 * that was refused while its old routes go on shows in the details, and leaves the replica in
 * service: it does what it did before. A file that has been at fault since the start, or whose
 * routes could not be put back, makes the replica not ready: a faulty deployment does not roll on.
 * While routes are being replaced, those that are between stop and start are not held against it.
 * It never tells on liveness, because a restart mends no file.
 */
public final class RoutesHealthCheck extends AbstractHealthCheck {

    private final RouteFiles files;

    public RoutesHealthCheck(RouteFiles files) {
        super("eventfork", "route-files");
        this.files = files;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        RouteState state = files.state();
        List<String> missing = new ArrayList<>();
        if (!state.swapping()) {
            state.expected().values().stream()
                    .flatMap(List::stream)
                    .filter(id -> !isStarted(id))
                    .forEach(missing::add);
        }
        builder.detail("routes.generation", state.generation());
        boolean running = missing.isEmpty() && !files.isStarting();
        StringJoiner message = new StringJoiner(" ");
        if (files.isStarting()) {
            message.add("The routes are starting; some do not run yet.");
        }
        if (!missing.isEmpty()) {
            builder.detail("routes.missing", String.join(",", missing));
            message.add("Routes that should run do not: " + String.join(", ", missing) + ".");
        }
        int number = 0;
        for (RouteProblem problem : state.problems()) {
            number++;
            running &= problem.running();
            String text = problem.place() + ": " + problem.reason();
            builder.detail("problem." + number, text + " (since " + problem.since() + ")");
            message.add(text + (problem.running() ? " (the old routes go on)." : "."));
        }
        if (message.length() > 0) {
            builder.message(message.toString());
        }
        if (running) {
            builder.up();
        } else {
            builder.down();
        }
    }

    private boolean isStarted(String routeId) {
        ServiceStatus status = getCamelContext().getRouteController().getRouteStatus(routeId);
        return status != null && status.isStarted();
    }
}
