package io.eventfork.replay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * The replay pipelines among the routes of a context: those made of a template with the parameters
 * {@code Queue} and {@code DestinationQueueName}. They come and go with the route files.
 * Thread-safe.
 */
final class ReplayPipelines {

    private static final String QUEUE = "Queue";
    private static final String DESTINATION = "DestinationQueueName";
    private static final String POLICY = "SubscriptionFilterPolicy";
    private static final String SCOPE = "SubscriptionFilterPolicyScope";

    private final ModelCamelContext context;

    /**
     * A pipeline as its route file declares it.
     *
     * @param name the id of its route
     * @param queue the bare name of the queue that it drains
     * @param destination the bare name of the queue that gets the copies unless a job says
     *     otherwise
     * @param policy a filter policy of its own; empty for that of the queue's subscription
     * @param scope what a policy of its own looks at, as SNS calls it
     */
    record Pipeline(String name, String queue, String destination, String policy, String scope) {}

    ReplayPipelines(CamelContext context) {
        this.context = (ModelCamelContext) context;
    }

    List<Pipeline> all() {
        return context.getRouteDefinitions().stream()
                .filter(ReplayPipelines::isReplay)
                .map(this::pipeline)
                .toList();
    }

    Optional<Pipeline> find(String name) {
        return all().stream().filter(pipeline -> pipeline.name().equals(name)).findFirst();
    }

    private static boolean isReplay(RouteDefinition route) {
        Map<String, Object> parameters = route.getTemplateParameters();
        return route.isCreatedFromTemplate()
                && parameters != null
                && parameters.containsKey(QUEUE)
                && parameters.containsKey(DESTINATION);
    }

    private Pipeline pipeline(RouteDefinition route) {
        return new Pipeline(
                route.getRouteId(),
                parameter(route, QUEUE),
                parameter(route, DESTINATION),
                parameter(route, POLICY),
                parameter(route, SCOPE));
    }

    private String parameter(RouteDefinition route, String name) {
        Object value = route.getTemplateParameters().get(name);
        return value == null ? "" : context.resolvePropertyPlaceholders(String.valueOf(value));
    }
}
