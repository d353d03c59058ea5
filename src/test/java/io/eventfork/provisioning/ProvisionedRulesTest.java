package io.eventfork.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Buses, and rules with their queues. */
class ProvisionedRulesTest {

    private static final String ARN = "arn:aws:sqs:us-east-1:000000000000:eventfork-";
    private static final String RULE = "eventfork-orders";

    private final InMemoryCloud cloud = new InMemoryCloud();
    private final Resources declared =
            InMemoryCloud.read(
                    """
                    queues:
                      orders:
                      audit: { dead-letter: false }
                    buses:
                      events:
                    rules:
                      orders:
                        bus: events
                        pattern: { source: [shop], detail-type: [bought] }
                        queues: [orders, audit]
                    """);

    @Test
    void readsBusesAndRules() {
        assertThat(declared.buses()).containsExactly(new Bus("events"));
        assertThat(declared.rules())
                .containsExactly(
                        new Rule(
                                "orders",
                                "events",
                                "{\"source\":[\"shop\"],\"detail-type\":[\"bought\"]}",
                                List.of("orders", "audit")));
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(cloud.provisioner.plan(declared).lines())
                .containsExactly(
                        "+ bus eventfork-events  missing",
                        "+ queue eventfork-orders-dlq  missing",
                        "+ queue eventfork-orders  missing",
                        "+ queue eventfork-audit  missing",
                        "+ rule eventfork-orders  missing");
        assertThat(cloud.events.buses).isEmpty();
    }

    @Test
    void createsARuleWhoseQueuesHaveTheirDeadLetterQueues() {
        assertThat(create().created()).hasSize(5);

        assertThat(cloud.events.rules.get(RULE).eventPattern())
                .isEqualTo("{\"source\":[\"shop\"],\"detail-type\":[\"bought\"]}");
        assertThat(cloud.events.targets.get(RULE))
                .containsExactly(
                        Target.builder()
                                .id("queue-1")
                                .arn(ARN + "orders")
                                .deadLetterConfig(d -> d.arn(ARN + "orders-dlq"))
                                .build(),
                        Target.builder().id("queue-2").arn(ARN + "audit").build());
        assertThat(cloud.provisioner.plan(declared).isSatisfied()).isTrue();
    }

    @Test
    void letsTheRuleSendToTheQueuesAndTheirDeadLetterQueues() {
        create();

        for (String queue : List.of("orders", "orders-dlq", "audit")) {
            assertThat(cloud.sqs.queues.get("eventfork-" + queue).get(QueueAttributeName.POLICY))
                    .isEqualTo(
                            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                    + "\"Principal\":{\"Service\":\"events.amazonaws.com\"},"
                                    + "\"Action\":\"sqs:SendMessage\",\"Resource\":\""
                                    + ARN
                                    + queue
                                    + "\",\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":"
                                    + "\"arn:aws:events:us-east-1:000000000000:rule/eventfork-events/eventfork-orders\"}}}]}");
        }
    }

    @Test
    void reportsWhatDiffersAndLeavesIt() {
        create();
        PutRuleRequest altered =
                PutRuleRequest.builder()
                        .name(RULE)
                        .eventBusName("eventfork-events")
                        .eventPattern("{\"source\": [\"other\"]}")
                        .state(RuleState.DISABLED)
                        .build();
        cloud.events.rules.put(RULE, altered);
        cloud.events.targets.put(
                RULE, List.of(Target.builder().id("x").arn(ARN + "audit").input("{}").build()));

        Plan plan = create();

        assertThat(plan.created()).isEmpty();
        assertThat(plan.different())
                .extracting(PlannedResource::toString)
                .containsExactly(
                        "! rule eventfork-orders  differs: pattern {\"source\": [\"other\"]},"
                                + " declared {\"source\":[\"shop\"],\"detail-type\":[\"bought\"]};"
                                + " state DISABLED, declared ENABLED; queues eventfork-audit with"
                                + " another input, declared eventfork-audit, eventfork-orders or"
                                + " eventfork-orders-dlq");
        assertThat(cloud.events.rules).containsEntry(RULE, altered);
    }

    @Test
    void finishesARuleWhoseCreationWasCutShort() {
        create();
        cloud.events.targets.clear();

        assertThat(create().created())
                .extracting(PlannedResource::physicalName)
                .containsExactly(RULE);
        assertThat(cloud.events.targets.get(RULE)).hasSize(2);
    }

    @Test
    void saysWhyARuleGetsNoQueues() {
        cloud.events.refusesTargets = true;

        assertThatExceptionOfType(ProvisioningException.class)
                .isThrownBy(this::create)
                .withMessage("The rule 'orders' cannot be given its queues: No more.");
    }

    @Test
    void asksForNoClientWhenNothingIsDeclared() {
        ResourceNames names =
                new ResourceNames(new Naming("", ""), "aws", "us-east-1", "0", Resources.none());
        Provisioner provisioner =
                new Provisioner(
                        cloud.sqs,
                        cloud.sns,
                        cloud.dynamoDb,
                        cloud.s3,
                        () -> {
                            throw new AssertionError("Nothing needs EventBridge.");
                        },
                        () -> {
                            throw new AssertionError("Nothing needs Kinesis.");
                        },
                        names);

        assertThat(provisioner.plan(cloud.checkout).missing()).hasSize(15);
    }

    private Plan create() {
        return cloud.provisioner.create(cloud.provisioner.plan(declared));
    }
}
