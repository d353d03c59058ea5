package io.eventfork.replay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * The backup pipelines among the routes of a context: those made of a template with a bucket and a
 * prefix for failed records. They come and go with the route files. Thread-safe.
 */
final class BackupPipelines {

    private static final String QUEUE = "Queue";
    private static final String BUCKET = "Bucket";
    private static final String PREFIX = "StreamPrefix";
    private static final String ERROR_PREFIX = "ErrorOutputPrefix";

    private final ModelCamelContext context;
    private final Function<String, Set<String>> topics;

    /**
     * A pipeline as its route file declares it.
     *
     * @param name the id of its route
     * @param queue the bare name of the queue that it reads
     * @param bucket the bare name of the bucket that it writes to
     * @param prefix its {@code StreamPrefix}
     */
    record Pipeline(String name, String queue, String bucket, String prefix) {}

    /**
     * @param topics the bare names of the topics that feed a queue
     */
    BackupPipelines(CamelContext context, Function<String, Set<String>> topics) {
        this.context = (ModelCamelContext) context;
        this.topics = topics;
    }

    List<Pipeline> all() {
        return context.getRouteDefinitions().stream()
                .filter(BackupPipelines::isBackup)
                .map(this::pipeline)
                .toList();
    }

    Optional<Pipeline> find(String name) {
        return all().stream().filter(pipeline -> pipeline.name().equals(name)).findFirst();
    }

    /** Those that back up a topic that a queue is subscribed to. */
    List<Pipeline> ofTheSameTopicAs(String queue) {
        Set<String> fed = topics.apply(queue);
        return all().stream()
                .filter(pipeline -> topics.apply(pipeline.queue()).stream().anyMatch(fed::contains))
                .toList();
    }

    private static boolean isBackup(RouteDefinition route) {
        Map<String, Object> parameters = route.getTemplateParameters();
        return route.isCreatedFromTemplate()
                && parameters != null
                && parameters.keySet().containsAll(Set.of(QUEUE, BUCKET, PREFIX, ERROR_PREFIX));
    }

    private Pipeline pipeline(RouteDefinition route) {
        return new Pipeline(
                route.getRouteId(),
                parameter(route, QUEUE),
                parameter(route, BUCKET),
                parameter(route, PREFIX));
    }

    private String parameter(RouteDefinition route, String name) {
        Object value = route.getTemplateParameters().get(name);
        return value == null ? "" : context.resolvePropertyPlaceholders(String.valueOf(value));
    }
}
