package io.eventfork.tasks.ecs;

import java.time.Duration;
import java.util.List;

/**
 * Where and how containers run.
 *
 * @param cluster name or ARN
 * @param taskDefinition family, family:revision or ARN
 * @param container the name, in the task definition, of the container that does the work
 * @param subnets the ids of the subnets, at least one
 * @param securityGroups their ids; empty for the default one of the VPC
 * @param publicIp whether tasks get a public address, which they need in a public subnet
 * @param poll how often each task is looked at
 */
public record EcsSettings(
        String cluster,
        String taskDefinition,
        String container,
        List<String> subnets,
        List<String> securityGroups,
        boolean publicIp,
        Duration poll) {

    public EcsSettings {
        subnets = List.copyOf(subnets);
        securityGroups = List.copyOf(securityGroups);
    }
}
