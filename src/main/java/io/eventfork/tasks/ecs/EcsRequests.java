package io.eventfork.tasks.ecs;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;

/** Makes the requests that start tasks. Immutable. */
final class EcsRequests {

    private final EcsSettings settings;

    EcsRequests(EcsSettings settings) {
        this.settings = settings;
    }

    RunTaskRequest run(String id, Map<String, String> environment) {
        return RunTaskRequest.builder()
                .cluster(settings.cluster())
                .taskDefinition(settings.taskDefinition())
                .launchType(LaunchType.FARGATE)
                .count(1)
                .clientToken(id)
                .startedBy(id)
                .networkConfiguration(network())
                .overrides(overrides -> overrides.containerOverrides(container(environment)))
                .build();
    }

    private NetworkConfiguration network() {
        AssignPublicIp address =
                settings.publicIp() ? AssignPublicIp.ENABLED : AssignPublicIp.DISABLED;
        return NetworkConfiguration.builder()
                .awsvpcConfiguration(
                        vpc ->
                                vpc.subnets(settings.subnets())
                                        .securityGroups(settings.securityGroups())
                                        .assignPublicIp(address))
                .build();
    }

    private ContainerOverride container(Map<String, String> environment) {
        return ContainerOverride.builder()
                .name(settings.container())
                .environment(variables(environment))
                .build();
    }

    private static List<KeyValuePair> variables(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(
                        variable ->
                                KeyValuePair.builder()
                                        .name(variable.getKey())
                                        .value(variable.getValue())
                                        .build())
                .toList();
    }
}
