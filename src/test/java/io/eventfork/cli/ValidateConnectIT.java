package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.SharedLocalCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** {@code validate --connect} against the local cloud. */
class ValidateConnectIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();

    @TempDir Path folder;

    @Test
    void namesWhatIsMissingThenNothingThenWhatDiffersAndChangesNothing() throws Exception {
        Path config =
                Files.writeString(
                        folder.resolve("my.properties"), "eventfork.prefix=connect-it-\n");

        CommandRun before = run("validate", "--connect", config);
        assertThat(before.code()).isEqualTo(1);
        assertThat(before.output())
                .containsPattern(
                        "checkout/resources.yaml:\\d+:3: error: the cloud has no queue connect-it-checkout-orders: 'eventfork provision' with the same options creates it")
                .contains("Not tried, as it would change something: sending, receiving");
        assertThat(CLOUD.sqs().listQueues(r -> r.queueNamePrefix("connect-it-")).queueUrls())
                .isEmpty();

        assertThat(run("provision", "--port=0", config).code()).isZero();
        CommandRun after = run("validate", "--connect", config);
        assertThat(after.lines().get(after.lines().size() - 1)).startsWith("Valid in ");
        assertThat(after.code()).isZero();

        String url =
                CLOUD.sqs().getQueueUrl(r -> r.queueName("connect-it-checkout-orders")).queueUrl();
        CLOUD.sqs()
                .setQueueAttributes(
                        r ->
                                r.queueUrl(url)
                                        .attributes(
                                                Map.of(
                                                        QueueAttributeName.VISIBILITY_TIMEOUT,
                                                        "77")));
        CommandRun different = run("validate", "--connect", config);
        assertThat(different.code()).isEqualTo(1);
        assertThat(different.output())
                .contains(
                        "the cloud's queue connect-it-checkout-orders differs: visibility", "77 s");
        assertThat(
                        CLOUD.sqs()
                                .getQueueAttributes(
                                        r ->
                                                r.queueUrl(url)
                                                        .attributeNames(
                                                                QueueAttributeName
                                                                        .VISIBILITY_TIMEOUT))
                                .attributes())
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "77");
    }

    private static CommandRun run(String command, String option, Path config) {
        return CommandRun.of(
                command,
                option,
                "--apps",
                "checkout",
                "--endpoint",
                CLOUD.endpoint().toString(),
                "--config",
                config.toString());
    }
}
