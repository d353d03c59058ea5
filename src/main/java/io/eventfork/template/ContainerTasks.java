package io.eventfork.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.provisioning.ResourceKind;
import java.util.List;
import java.util.Map;

/**
 * The containers in which tasks run, if they run on ECS ({@code tasks.runner=ecs}). Cluster and
 * task definition are made elsewhere: a parameter of the template says which roles the containers
 * have. Not thread-safe.
 */
final class ContainerTasks {

    static final String PARAMETER = "TaskRoleArns";

    private static final String ARN = "arn:";
    private static final String SERVICE = "ecs";

    private final Map<String, String> settings;
    private boolean used;

    ContainerTasks(Map<String, String> settings) {
        this.settings = settings;
    }

    /** Allows a route to run containers, to look at them and to stop them. */
    void grant(BeanUse use, Needs needs) {
        if (!areInContainers()) {
            return;
        }
        used = true;
        // What a process that died has left, the next start looks for.
        needs.declared(use.unit(), new Reference(ResourceKind.TABLE, "tasks-open"))
                .ifPresent(table -> needs.allow(use.unit(), table, "dynamodb:Scan"));
        String app = use.unit().app();
        Grants grants = needs.grants();
        JsonNode inCluster =
                condition("ArnEquals", "ecs:cluster", Json.text(arn("cluster/" + cluster())));
        grants.allowIf(app, Json.text(definition()), inCluster, List.of("ecs:RunTask"));
        grants.allow(
                app,
                Json.text(arn("task/" + cluster() + "/*")),
                List.of("ecs:DescribeTasks", "ecs:StopTask"));
        grants.allowAnywhere(
                app,
                inCluster,
                "ecs:ListTasks",
                "tasks are listed by container instance, and Fargate has none that can be named.");
        grants.allowIf(
                app,
                Json.ref(PARAMETER),
                condition(
                        "StringEquals",
                        "iam:PassedToService",
                        Json.text("ecs-tasks.amazonaws.com")),
                List.of("iam:PassRole"));
    }

    /** Whether they have roles of their own; else they have that of the application. */
    boolean areInContainers() {
        return SERVICE.equals(settings.get("tasks.runner"));
    }

    /** The key that encrypts what tasks get and leave. */
    String claimsKey() {
        return settings.get("tasks.claims.kms-key");
    }

    private String cluster() {
        String cluster = settings.get("tasks.ecs.cluster");
        return cluster.substring(cluster.lastIndexOf('/') + 1);
    }

    /** A definition by family alone is its newest revision. */
    private String definition() {
        String definition = settings.get("tasks.ecs.task-definition");
        if (definition.startsWith(ARN)) {
            return definition;
        }
        return arn("task-definition/" + definition + (definition.contains(":") ? "" : ":*"));
    }

    private static String arn(String resource) {
        return Arns.regional(SERVICE, resource);
    }

    private static ObjectNode condition(String operator, String key, JsonNode value) {
        return Json.object(operator, Json.object(key, value));
    }

    /** Whether a route needs them. */
    boolean isUsed() {
        return used;
    }
}
