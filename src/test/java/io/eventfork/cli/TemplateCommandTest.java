package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.template.TemplateReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code eventfork template} prints where, and how it ends. */
class TemplateCommandTest {

    @TempDir private Path routes;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeAUseCase() throws IOException {
        write("resources.yaml", "queues: { work: }\n");
        write(
                "mine.camel.yaml",
                "- route: { id: mine, from: { uri: 'aws2-sqs:{{queue:work}}', steps: [] } }\n");
    }

    @Test
    void theTemplateAloneGoesToStandardOutput() {
        assertThat(run()).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(new TemplateReader(out.toString()).resources("AWS::SQS::Queue"))
                .extracting(queue -> queue.properties().get("QueueName").asText())
                .containsExactly("eventfork-work-dlq", "eventfork-work");
    }

    @Test
    void theSameFilesMakeTheSameTemplate() {
        run();
        String first = out.toString();
        out.getBuffer().setLength(0);
        run();

        assertThat(out).hasToString(first);
    }

    @Test
    void whatNoPolicyCoversIsSaidOnStandardError() throws IOException {
        write("more.camel.yaml", "- route: { id: f, from: { uri: 'aws2-lambda:f', steps: [] } }\n");

        assertThat(run()).isZero();

        assertThat(err)
                .hasToString(
                        "No policy covers this, add what it needs yourself: f: what aws2-lambda:f needs is not known."
                                + System.lineSeparator());
        assertThat(out.toString()).doesNotContain("No policy covers");
    }

    @Test
    void aWrongDeclarationIsNamedByFileAndLine() throws IOException {
        write("resources.yaml", "queues:\n  work:\n    visibility: long\n");

        assertThat(run()).isEqualTo(1);

        assertThat(err.toString().strip())
                .startsWith(
                        "eventfork: mine/resources.yaml:3: visibility 'long' is not a duration");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void declarationsThatContradictEachOtherAreNamed() throws IOException {
        Files.createDirectories(routes.resolve("other"));
        Files.writeString(
                routes.resolve("other/resources.yaml"), "queues: { work: { visibility: 7s } }\n");

        assertThat(run()).isEqualTo(1);

        assertThat(err.toString())
                .contains(
                        "other/resources.yaml:1:11: queue 'work' is declared differently at mine/resources.yaml:1:11");
        assertThat(err.toString().strip().lines()).hasSize(1);
    }

    @Test
    void aFileThatIsNoRouteFileIsNamed() throws IOException {
        write("more.camel.yaml", "route:\n");

        assertThat(run()).isEqualTo(1);

        assertThat(err.toString()).startsWith("eventfork: mine/more.camel.yaml is no route file");
        assertThat(err.toString().strip().lines()).hasSize(1);
    }

    @Test
    void aFolderThatIsNotThereIsWrongUsage() {
        assertThat(execute("template", "--routes", routes.resolve("nosuch").toString()))
                .isEqualTo(2);

        assertThat(err.toString().strip().lines()).hasSize(1);
    }

    private int run() {
        return execute("template", "--routes", routes.toString());
    }

    private int execute(String... arguments) {
        CommandLine parser = EventforkCommand.parser(arguments);
        parser.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return parser.execute(arguments);
    }

    private void write(String name, String text) throws IOException {
        Path file = routes.resolve("mine").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
