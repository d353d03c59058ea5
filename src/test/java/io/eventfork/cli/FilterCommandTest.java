package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code filter} says, and with which exit code. */
class FilterCommandTest {

    private static final String DEAR = "{\"amount\": [{\"numeric\": [\">=\", 100]}]}";

    @TempDir Path folder;

    @Test
    void anEventThatPassesIsExplained() {
        CommandRun run =
                CommandRun.of("filter", "--policy", DEAR, "--event", "{\"amount\": 450.00}");

        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "The event passes.",
                        "  amount is 450.00; [{\"numeric\":[\">=\",100]}] allows that.");
    }

    @Test
    void anEventThatDoesNotPassIsExplained() {
        CommandRun run =
                CommandRun.of("filter", "--policy", DEAR, "--event", "{\"amount\": \"450\"}");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .containsExactly(
                        "The event does not pass.",
                        "  amount is \"450\"; [{\"numeric\":[\">=\",100]}] does not allow that.");
    }

    @Test
    void whatIsMissingIsSaid() {
        CommandRun run = CommandRun.of("filter", "--policy", DEAR, "--event", "{}");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output()).contains("amount is missing;");
    }

    @Test
    void aBodyIsLookedAtInItsScope() {
        CommandRun run =
                CommandRun.of(
                        "filter",
                        "--scope",
                        "MessageBody",
                        "--policy",
                        "{\"payment\": {\"amount\": [100]}}",
                        "--event",
                        "{\"payment\": {\"amount\": 100.0}}");

        assertThat(run.code()).isZero();
        assertThat(run.output()).contains("payment.amount is 100; [100] allows that.");
    }

    @Test
    void aMessageOfSqsHasAttributesAndABody() {
        String message =
                """
                {"Body": "{\\"kind\\": \\"a\\"}",
                 "MessageAttributes": {"amount": {"DataType": "Number", "StringValue": "100"}}}
                """;

        assertThat(CommandRun.of("filter", "--policy", DEAR, "--event", message).code()).isZero();
        assertThat(
                        CommandRun.of(
                                        "filter",
                                        "--scope",
                                        "MessageBody",
                                        "--policy",
                                        "{\"kind\": [\"a\"]}",
                                        "--event",
                                        message)
                                .code())
                .isZero();
    }

    @Test
    void policyAndEventMayBeFiles() throws Exception {
        Path policy = Files.writeString(folder.resolve("policy.json"), DEAR);
        Path event = Files.writeString(folder.resolve("event.json"), "{\"amount\": 99.99}\n");

        assertThat(CommandRun.of("filter", "--policy", "@" + policy, "--event", "@" + event).code())
                .isEqualTo(1);
    }

    @Test
    void aTextMayComeThroughTheInput() {
        TextArgument read =
                new TextArgument.Converter(
                                new ByteArrayInputStream(DEAR.getBytes(StandardCharsets.UTF_8)))
                        .convert("-");

        assertThat(read).isEqualTo(new TextArgument(DEAR, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": []}           | {}        | MessageAttributes | SNS would refuse the policy: Empty arrays are not allowed",
                "{\"a\": {\"b\": [1]}} | {}        | MessageAttributes | does not support nested filter policy",
                "{\"a\": [1]           | {}        | MessageAttributes | failed to parse JSON",
                "{}                    | 5         | MessageAttributes | no JSON object of attributes",
                "{}                    | {\"a\":{}} | MessageAttributes | --scope MessageBody",
                "{}                    | {}        | Body              | Please use either MessageBody or MessageAttributes",
                "@/no/such/file        | {}        | MessageAttributes | cannot read @/no/such/file"
            })
    void wrongUsageIsOneLine(String policy, String event, String scope, String said) {
        CommandRun run =
                CommandRun.of("filter", "--policy", policy, "--event", event, "--scope", scope);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lines()).hasSize(1);
        assertThat(run.output()).contains(said, "Try 'eventfork filter --help'");
    }

    @Test
    void withoutAnEventItIsWrongUsage() {
        assertThat(CommandRun.of("filter", "--policy", "{}").code()).isEqualTo(2);
    }
}
