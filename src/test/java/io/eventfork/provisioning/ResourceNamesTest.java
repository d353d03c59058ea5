package io.eventfork.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTest {

    private static final Naming NAMING = new Naming("shop-", "-123456789012");

    private final ResourceNames names =
            new ResourceNames(
                    NAMING,
                    "aws-cn",
                    "cn-north-1",
                    "123456789012",
                    declared(
                            """
                            topics: { events: }
                            queues: { work: }
                            buses: { events: }
                            rules: { all: { bus: events, pattern: {}, queues: [work] } }
                            streams: { customers: }
                            tables: { orders: { partition-key: { Id: S } } }
                            buckets: { backup: }
                            """));

    @Test
    void namesCarryThePrefixAndBucketsTheSuffixToo() {
        assertThat(names.topic("events")).isEqualTo("shop-events");
        assertThat(names.queue("work")).isEqualTo("shop-work");
        assertThat(names.queue("work-dlq")).isEqualTo("shop-work-dlq");
        assertThat(names.bus("events")).isEqualTo("shop-events");
        assertThat(names.rule("all")).isEqualTo("shop-all");
        assertThat(names.stream("customers")).isEqualTo("shop-customers");
        assertThat(names.table("orders")).isEqualTo("shop-orders");
        assertThat(names.bucket("backup")).isEqualTo("shop-backup-123456789012");
    }

    @Test
    void arnsCarryPartitionRegionAndAccount() {
        assertThat(names.topicArn("events"))
                .isEqualTo("arn:aws-cn:sns:cn-north-1:123456789012:shop-events");
        assertThat(names.queueArn("work-dlq"))
                .isEqualTo("arn:aws-cn:sqs:cn-north-1:123456789012:shop-work-dlq");
        assertThat(names.busArn("events"))
                .isEqualTo("arn:aws-cn:events:cn-north-1:123456789012:event-bus/shop-events");
        assertThat(names.ruleArn("events", "all"))
                .isEqualTo("arn:aws-cn:events:cn-north-1:123456789012:rule/shop-events/shop-all");
    }

    @Test
    void aNameThatIsNotDeclaredIsRefused() {
        assertThatThrownBy(() -> names.queue("works"))
                .isInstanceOf(UndeclaredResourceException.class)
                .hasMessage("queue 'works' is not declared in any resources.yaml");
        assertThatThrownBy(() -> names.topicArn("work"))
                .hasMessage("topic 'work' is not declared in any resources.yaml");
    }

    @Test
    void whatIsDeclaredCanBeReplacedAndTriedBeforehand() {
        Resources next = declared("queues: { other: }");

        ResourceNames trial = names.with(next);
        assertThat(trial.queue("other")).isEqualTo("shop-other");
        assertThatThrownBy(() -> names.queue("other"))
                .isInstanceOf(UndeclaredResourceException.class);

        names.declare(next);
        assertThat(names.queue("other")).isEqualTo("shop-other");
        assertThatThrownBy(() -> names.queue("work"))
                .isInstanceOf(UndeclaredResourceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "b2", "my-backup-2026"})
    void bucketNamesOfLowerCaseLettersDigitsAndHyphensAreAccepted(String name) {
        assertThat(NAMING.problemOf(ResourceKind.BUCKET, name)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "my.backup", "my_backup", "Backup", "--x-s3", "-"})
    void bucketNamesThatS3RefusesOrTlsDoesNotCoverAreRefused(String name) {
        assertThat(new Naming("", "").problemOf(ResourceKind.BUCKET, name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"xn--a", "sthree-a", "amzn-s3-demo-a", "a-s3alias", "a--ol-s3"})
    void bucketNamesWithReservedAffixesAreRefused(String name) {
        assertThat(new Naming("", "").problemOf(ResourceKind.BUCKET, name)).isPresent();
    }

    private static Resources declared(String yaml) {
        return Resources.read("resources.yaml", yaml, NAMING, UnaryOperator.identity());
    }
}
