package io.eventfork.template;

import io.eventfork.provisioning.Naming;
import io.eventfork.provisioning.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A use case "mine" of one resources.yaml and one route file, and its template. */
final class Templates {

    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, String> routes = new HashMap<>();
    private String resources = "queues: { work: }";

    Templates resources(String yaml) {
        resources = yaml;
        return this;
    }

    Templates routes(String yaml) {
        routes.put("mine/mine.camel.yaml", yaml);
        return this;
    }

    Templates template(String yaml) {
        routes.put("pipelines/mine.camel.yaml", yaml);
        return this;
    }

    Templates setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** A route from the queue "work" with some steps, indented by eight blanks. */
    Templates steps(String yaml) {
        return routes(
                """
                - route:
                    id: my-route
                    from:
                      uri: aws2-sqs:{{queue:work}}
                      steps:
                """
                        + yaml.indent(8));
    }

    CloudFormationTemplate make() {
        Naming naming = new Naming("ef-", settings.getOrDefault("eventfork.bucket-suffix", ""));
        return CloudFormationTemplate.of(
                Map.of(
                        "mine/resources.yaml",
                        Resources.read(
                                "mine/resources.yaml",
                                resources,
                                naming,
                                UnaryOperator.identity())),
                routes,
                naming,
                settings);
    }

    TemplateReader read() {
        return new TemplateReader(make().yaml());
    }

    /** What the policy of the use case allows on a resource, apart from looking at it. */
    List<String> allowed(String resource) {
        return read().policy("mine").stream()
                .filter(statement -> statement.resources().contains(resource))
                .flatMap(statement -> statement.actions().stream())
                .filter(
                        action ->
                                !action.matches(
                                        ".*:(Describe|ListTargets|GetEncr|GetBucketPublic|GetTopic).*"))
                .sorted()
                .toList();
    }
}
