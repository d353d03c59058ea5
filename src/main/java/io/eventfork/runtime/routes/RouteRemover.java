package io.eventfork.runtime.routes;

import io.eventfork.publish.GroupCommitConsumer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Stops a route and takes it out of the context, gracefully within the time limit of the context's
 * shutdown strategy.
 */
final class RouteRemover {

    private static final long SHORT_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long POLL_MILLIS = 5;

    private final ModelCamelContext context;
    private final HttpDoor door;

    RouteRemover(ModelCamelContext context, HttpDoor door) {
        this.context = context;
        this.door = door;
    }

    /**
     * Removes a route, if it is there. The door stays closed behind a route that served HTTP.
     *
     * @throws IllegalStateException if it does not stop
     */
    void remove(String id) throws Exception {
        Route route = context.getRoute(id);
        if (route != null) {
            if (route.getConsumer() instanceof PlatformHttpConsumer) {
                ShutdownStrategy strategy = context.getShutdownStrategy();
                door.close(
                        Duration.of(strategy.getTimeout(), strategy.getTimeUnit().toChronoUnit()));
            }
            letNothingIn(route);
            context.getRouteController().stopRoute(id);
            if (!context.removeRoute(id)) {
                throw new IllegalStateException("the route '" + id + "' does not stop");
            }
        }
        RouteDefinition definition = context.getRouteDefinition(id);
        if (definition != null) {
            context.removeRouteDefinition(definition);
        }
    }

    /**
     * Lets nothing new in, and gives what is under way a moment to end. The shutdown strategy alone
     * looks for work under way once a second, in which an HTTP route would answer 503; and it
     * leaves direct and group-commit routes open to the last, which under steady load is for ever,
     * while callers of a suspended one wait for its successor.
     */
    private void letNothingIn(Route route) throws InterruptedException {
        Consumer consumer = route.getConsumer();
        boolean isNeededByItself =
                consumer instanceof ShutdownAware
                        && !(consumer instanceof DirectConsumer)
                        && !(consumer instanceof GroupCommitConsumer);
        if (!(consumer instanceof Suspendable) || isNeededByItself) {
            return;
        }
        ServiceHelper.suspendService(consumer);
        long start = System.nanoTime();
        while (isAtWork(route) && System.nanoTime() - start < SHORT_WAIT_NANOS) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean isAtWork(Route route) {
        return context.getInflightRepository().size(route.getRouteId()) > 0
                || route.getConsumer() instanceof ShutdownAware aware
                        && aware.getPendingExchangesSize() > 0;
    }
}
