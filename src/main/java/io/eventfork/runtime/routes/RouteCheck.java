package io.eventfork.runtime.routes;

import java.util.List;
import org.apache.camel.model.ModelCamelContext;

/**
 * A rule that routes must keep before they may run. It is given all routes at once, in a context
 * made for the check alone: it has the beans, the properties and the components of the running one,
 * its routes are created and never started, and it is thrown away afterwards. Called by one thread
 * at a time.
 */
@FunctionalInterface
public interface RouteCheck {

    /** Returns what is wrong; empty if nothing is. */
    List<Finding> check(ModelCamelContext context);

    /**
     * What is wrong with one route.
     *
     * @param routeId the route
     * @param line what {@code getLineNumber()} of the step's definition says; 0 or less if not
     *     known
     * @param reason one line for people
     */
    record Finding(String routeId, int line, String reason) {}
}
