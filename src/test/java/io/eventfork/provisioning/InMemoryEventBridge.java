package io.eventfork.provisioning;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Buses and rules as EventBridge keeps them; of targets it refuses what a test says. */
final class InMemoryEventBridge implements EventBridgeClient {

    final Set<String> buses = ConcurrentHashMap.newKeySet();
    final Map<String, PutRuleRequest> rules = new ConcurrentHashMap<>();
    final Map<String, List<Target>> targets = new ConcurrentHashMap<>();
    boolean refusesTargets;

    @Override
    public DescribeEventBusResponse describeEventBus(DescribeEventBusRequest request) {
        mustExist(buses.contains(request.name()));
        return DescribeEventBusResponse.builder().name(request.name()).build();
    }

    @Override
    public CreateEventBusResponse createEventBus(CreateEventBusRequest request) {
        if (!buses.add(request.name())) {
            throw ResourceAlreadyExistsException.builder().message("It exists.").build();
        }
        return CreateEventBusResponse.builder().build();
    }

    @Override
    public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
        PutRuleRequest rule = rules.get(request.name());
        mustExist(rule != null && rule.eventBusName().equals(request.eventBusName()));
        return DescribeRuleResponse.builder()
                .name(rule.name())
                .eventPattern(rule.eventPattern())
                .state(rule.state())
                .build();
    }

    @Override
    public PutRuleResponse putRule(PutRuleRequest request) {
        mustExist(buses.contains(request.eventBusName()));
        rules.put(request.name(), request);
        return PutRuleResponse.builder().build();
    }

    @Override
    public ListTargetsByRuleResponse listTargetsByRule(ListTargetsByRuleRequest request) {
        mustExist(rules.containsKey(request.rule()));
        return ListTargetsByRuleResponse.builder()
                .targets(targets.getOrDefault(request.rule(), List.of()))
                .build();
    }

    @Override
    public PutTargetsResponse putTargets(PutTargetsRequest request) {
        mustExist(rules.containsKey(request.rule()));
        if (refusesTargets) {
            return PutTargetsResponse.builder()
                    .failedEntryCount(1)
                    .failedEntries(PutTargetsResultEntry.builder().errorMessage("No more.").build())
                    .build();
        }
        targets.put(request.rule(), request.targets());
        return PutTargetsResponse.builder().failedEntryCount(0).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private static void mustExist(boolean exists) {
        if (!exists) {
            throw ResourceNotFoundException.builder().message("It does not exist.").build();
        }
    }
}
