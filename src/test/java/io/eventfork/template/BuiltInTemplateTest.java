package io.eventfork.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.runtime.CloudTemplate;
import io.eventfork.runtime.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The template of all built-in use cases keeps the rules of CloudFormation and IAM. */
class BuiltInTemplateTest {

    /** IAM quotas, "IAM and STS character limits": white space does not count. */
    private static final int LARGEST_POLICY = 6144;

    private static final int MOST_POLICIES_OF_A_ROLE = 10;
    private static final int MOST_RESOURCES = 500;
    private static final int LARGEST_TEMPLATE = 1_000_000;

    private final CloudFormationTemplate template = CloudTemplate.of(settings(Map.of()));
    private final TemplateReader reader = new TemplateReader(template.yaml());

    private static Settings settings(Map<String, String> options) {
        return Settings.load(options, Optional.empty(), Map.of(), new Properties());
    }

    @Test
    void thePoliciesCoverEverythingThatTheRoutesDo() {
        assertThat(template.notCovered())
                .as("add what is new to BeanActions or EndpointActions")
                .isEmpty();
    }

    @Test
    void everythingThatIsReferredToIsThere() {
        // Reading resolves every function, and fails at one that refers to nothing.
        assertThat(reader.resources()).hasSizeBetween(50, MOST_RESOURCES);
        assertThat(reader.resources())
                .allSatisfy(resource -> assertThat(resource.id()).matches("[A-Za-z0-9]{1,255}"));
        Set<String> ids = Set.copyOf(reader.resources().stream().map(r -> r.id()).toList());
        for (JsonNode resource : reader.root().get("Resources")) {
            resource.path("DependsOn").forEach(on -> assertThat(ids).contains(on.textValue()));
        }
        assertThat(template.yaml().getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(LARGEST_TEMPLATE);
    }

    @Test
    void everyDeadLetterQueueHasAnAlarmThatIsRaisedByOneMessage() {
        List<String> deadLetterQueues =
                reader.resources("AWS::SQS::Queue").stream()
                        .map(queue -> queue.properties().at("/RedrivePolicy/deadLetterTargetArn"))
                        .filter(JsonNode::isTextual)
                        .map(arn -> arn.textValue().substring(arn.textValue().lastIndexOf(':') + 1))
                        .toList();

        assertThat(reader.resources("AWS::CloudWatch::Alarm"))
                .allSatisfy(
                        alarm -> {
                            JsonNode properties = alarm.properties();
                            assertThat(properties.get("Namespace").asText()).isEqualTo("AWS/SQS");
                            assertThat(properties.get("MetricName").asText())
                                    .isEqualTo("ApproximateNumberOfMessagesVisible");
                            assertThat(properties.get("Threshold").asInt()).isZero();
                            assertThat(properties.get("ComparisonOperator").asText())
                                    .isEqualTo("GreaterThanThreshold");
                        })
                .extracting(alarm -> alarm.properties().at("/Dimensions/0/Value").asText())
                .containsExactlyInAnyOrderElementsOf(deadLetterQueues);
    }

    @Test
    void noPolicyAllowsAnythingOnEveryResourceOrAnyActionOfAService() {
        assertThat(reader.policies())
                .isNotEmpty()
                .allSatisfy(
                        statement -> {
                            assertThat(statement.actions()).noneMatch(a -> a.contains("*"));
                            assertThat(statement.resources())
                                    .allMatch(r -> r.matches("arn:aws:[a-z0-9]+:.*:.*:[a-z].+"));
                        });
    }

    @Test
    void thePoliciesFitTheQuotasOfIam() {
        assertThat(reader.resources("AWS::IAM::ManagedPolicy"))
                .hasSizeLessThanOrEqualTo(MOST_POLICIES_OF_A_ROLE)
                .allSatisfy(
                        policy ->
                                assertThat(policy.properties().get("PolicyDocument").toString())
                                        .hasSizeLessThan(LARGEST_POLICY));
    }

    @Test
    void whatHoldsDataStaysWhenTheStackGoes() {
        Set<String> holding =
                Set.of(
                        "AWS::SQS::Queue",
                        "AWS::DynamoDB::Table",
                        "AWS::S3::Bucket",
                        "AWS::Kinesis::Stream",
                        "AWS::KMS::Key");

        assertThat(reader.root().get("Resources"))
                .filteredOn(resource -> holding.contains(resource.get("Type").asText()))
                .isNotEmpty()
                .allSatisfy(
                        resource -> {
                            assertThat(resource.path("DeletionPolicy").asText())
                                    .isEqualTo("Retain");
                            assertThat(resource.path("UpdateReplacePolicy").asText())
                                    .isEqualTo("Retain");
                        });
    }

    @Test
    void nothingReachesAQueueBeforeItMay() {
        for (JsonNode resource : reader.root().get("Resources")) {
            if (Set.of("AWS::SNS::Subscription", "AWS::Events::Rule")
                    .contains(resource.get("Type").asText())) {
                assertThat(StreamSupport.stream(resource.get("DependsOn").spliterator(), false))
                        .isNotEmpty()
                        .allMatch(on -> on.asText().startsWith("QueuePolicy"));
            }
        }
    }

    @Test
    void theRoleOfRemindersMayOnlyPutThemOnTheBusAndOnTheirDeadLetterQueue() {
        assertThat(reader.resources("AWS::IAM::Role"))
                .singleElement()
                .satisfies(
                        role -> {
                            assertThat(role.properties().get("RoleName").asText())
                                    .isEqualTo("eventfork-cart-reminders");
                            assertThat(
                                            role.properties()
                                                    .at("/Policies/0/PolicyDocument/Statement")
                                                    .toString())
                                    .isEqualTo(
                                            """
                                            [{"Effect":"Allow","Action":"events:PutEvents",\
                                            "Resource":["arn:aws:events:us-east-1:000000000000:event-bus/eventfork-events"]},\
                                            {"Effect":"Allow","Action":"sqs:SendMessage",\
                                            "Resource":["arn:aws:sqs:us-east-1:000000000000:eventfork-cart-reminders-dlq"]}]""");
                        });
        assertThat(reader.policy("cart"))
                .anyMatch(
                        s ->
                                s.allows(
                                        "iam:PassRole",
                                        "arn:aws:iam::000000000000:role/eventfork-cart-reminders"));
    }

    @Test
    void whoTakesUpFailedRecordsCanTellOnesThatAreGoneFromOnesThatMayNotBeRead() {
        String bucket = "arn:aws:s3:::eventfork-tasks-failed-000000000000-us-east-1";

        assertThat(reader.policy("tasks"))
                .anyMatch(s -> s.allows("s3:GetObject", bucket + "/any"))
                .anyMatch(s -> s.allows("s3:ListBucket", bucket));
    }

    @Test
    void aRoleThatIsThereAlreadyIsNotMade() {
        String arn = "arn:aws:iam::123456789012:role/mine";
        TemplateReader other =
                new TemplateReader(
                        CloudTemplate.of(settings(Map.of("cart.reminder.role", arn))).yaml());

        assertThat(other.resources("AWS::IAM::Role")).isEmpty();
        assertThat(other.policy("cart")).anyMatch(s -> s.allows("iam:PassRole", arn));
    }

    @Test
    void onlyTheUseCasesAskedForAreInIt() {
        TemplateReader shop =
                new TemplateReader(
                        CloudTemplate.of(settings(Map.of("eventfork.apps", "shop"))).yaml());

        assertThat(shop.resources("AWS::IAM::ManagedPolicy"))
                .extracting(TemplateReader.Resource::id)
                .containsExactly("PolicyShared", "PolicyShop");
        assertThat(shop.resources("AWS::SNS::Topic")).isEmpty();
    }

    @Test
    void bucketsAreNamedByAccountAndRegionUnlessASettingSaysHow() {
        assertThat(reader.resources("AWS::S3::Bucket"))
                .extracting(bucket -> bucket.properties().get("BucketName").asText())
                .contains("eventfork-checkout-backup-000000000000-us-east-1");
        assertThat(reader.root().at("/Outputs/BucketSuffix/Value/Fn::Sub").asText())
                .isEqualTo("-${AWS::AccountId}-${AWS::Region}");

        TemplateReader named =
                new TemplateReader(
                        CloudTemplate.of(settings(Map.of("eventfork.bucket-suffix", "-mine")))
                                .yaml());
        assertThat(named.resources("AWS::S3::Bucket"))
                .extracting(bucket -> bucket.properties().get("BucketName").asText())
                .contains("eventfork-checkout-backup-mine");
    }

    @Test
    void cfnLintHasNothingToSayWhereItIsInstalled(@TempDir Path folder) throws Exception {
        assumeThat(lint("--version")).as("cfn-lint is installed").isPresent();
        List<Map<String, String>> variants =
                List.of(
                        Map.of(),
                        Map.of(
                                "eventfork.opensearch.auth", "iam",
                                "checkout.backup.kms-key", "alias/backups",
                                "cart.reminder.role", "arn:aws:iam::123456789012:role/mine"));
        List<String> files = new ArrayList<>();
        for (Map<String, String> options : variants) {
            Path file = folder.resolve(files.size() + ".yaml");
            Files.writeString(file, CloudTemplate.of(settings(options)).yaml());
            files.add(file.toString());
        }

        assertThat(lint(files.toArray(String[]::new))).contains("");
    }

    /** What cfn-lint says; empty if there is none that works. */
    private static Optional<String> lint(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("cfn-lint"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean works =
                    process.waitFor(1, TimeUnit.MINUTES)
                            && (process.exitValue() == 0 || !arguments[0].equals("--version"));
            return works ? Optional.of(said.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
