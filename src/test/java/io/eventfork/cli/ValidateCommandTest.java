package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code validate} prints, and with which exit code. */
class ValidateCommandTest {

    @TempDir Path folder;

    private Path routes;

    @BeforeEach
    void eject() {
        routes = folder.resolve("routes");
        assertThat(CommandRun.of("routes", "eject", routes.toString()).code()).isZero();
    }

    private CommandRun validate(String... options) {
        String[] all = new String[options.length + 5];
        all[0] = "validate";
        all[1] = "--routes";
        all[2] = routes.toString();
        all[3] = "--apps";
        all[4] = "checkout";
        System.arraycopy(options, 0, all, 5, options.length);
        return CommandRun.of(all);
    }

    private void edit(String file, String from, String to) throws Exception {
        String text = Files.readString(routes.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(routes.resolve(file), text.replace(from, to));
    }

    @Test
    void soundFilesAreOneLineAndExitZero() {
        CommandRun run = validate();

        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .singleElement()
                .asString()
                .matches("Valid in \\d+ files: 0 errors, 0 warnings\\.");
    }

    @Test
    void theFilesOfTheDocumentationAreSound() throws Exception {
        Path parcels = Files.createDirectories(routes.resolve("parcels"));
        for (String file : new String[] {"resources.yaml", "parcels.camel.yaml"}) {
            Files.copy(Path.of("docs/examples/parcels", file), parcels.resolve(file));
        }

        CommandRun run =
                CommandRun.of("validate", "--routes", routes.toString(), "--apps", "parcels");

        assertThat(run.lines()).hasSize(1);
        assertThat(run.code()).isZero();
    }

    @Test
    void allFindingsOfAllFilesComeInOneRunInOrder() throws Exception {
        edit("checkout/orders.camel.yaml", "ref: orderItem", "ref: orderItm");
        edit("checkout/orders.camel.yaml", "operation: PutItem", "operatio: PutItem");
        edit(
                "checkout/orders.camel.yaml",
                "{{checkout.orders.consumers}}",
                "{{checkout.consumers}}");
        edit("checkout/resources.yaml", "retention: 14d", "retention: 15d");
        edit("checkout/analytics.camel.yaml", "method: answer", "method: anser");
        Files.writeString(routes.resolve("checkout/notes.yaml"), "a: b");

        CommandRun run = validate();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .extracting(
                        line ->
                                line.replaceFirst(":\\d+:\\d+:", ":")
                                        .replaceFirst(
                                                "(error|warning): .*?('\\w[\\w.-]*'|15d|not read).*",
                                                "$1 $2"))
                .containsExactly(
                        "checkout/analytics.camel.yaml: error 'anser'",
                        "checkout/notes.yaml: warning not read",
                        "checkout/orders.camel.yaml: error 'checkout.consumers'",
                        "checkout/orders.camel.yaml: error 'orderItm'",
                        "checkout/orders.camel.yaml: error 'operatio'",
                        "checkout/resources.yaml: error 15d",
                        run.lines().get(6));
        assertThat(run.lines().get(6)).matches("Not valid in \\d+ files: 5 errors, 1 warning\\.");
    }

    @Test
    void warningsAloneExitZero() throws Exception {
        Files.writeString(routes.resolve("checkout/notes.yaml"), "a: b");

        CommandRun run = validate();

        assertThat(run.code()).isZero();
        assertThat(run.output())
                .contains("checkout/notes.yaml: warning: the file is not read", "Valid in");
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws Exception {
        Files.write(
                routes.resolve("checkout/odd.camel.yaml"),
                "- röute".getBytes(StandardCharsets.ISO_8859_1));

        CommandRun run = validate();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines().get(0))
                .isEqualTo("checkout/odd.camel.yaml: error: the file is not UTF-8 text");
    }

    /** One broken file says nothing of those that need it. */
    @Test
    void whatNeedsABrokenFileIsNotBlamed() throws Exception {
        edit("errors.camel.yaml", "    description:", "   description:");
        edit("pipelines/backup.camel.yaml", "    description: Storage", "   description: Storage");

        CommandRun run = validate();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(0)).startsWith("errors.camel.yaml:");
        assertThat(run.lines().get(1)).startsWith("pipelines/backup.camel.yaml:");
    }

    @Test
    void settingsOfTheConfigurationThatNothingKnowsAreFound() throws Exception {
        Path config = folder.resolve("my.properties");
        Files.writeString(
                config,
                """
                # comment
                eventfork.prot=8080
                checkout.backup.intervall = 60
                checkout.backup.interval = 60
                """);

        CommandRun run = validate("--config", config.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .contains(
                        config
                                + ":2:1: error: there is no setting 'eventfork.prot': write 'eventfork.port'",
                        config
                                + ":3:1: warning: no route names the setting 'checkout.backup.intervall': write 'checkout.backup.interval'");
    }

    @Test
    void aSettingOfTheWrongFormIsAnError() throws Exception {
        Path config = folder.resolve("my.properties");
        Files.writeString(config, "eventfork.stop-limit=soon\n");

        CommandRun run = validate("--config", config.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output())
                .contains(
                        config + ": error: Setting eventfork.stop-limit is 'soon'",
                        "write a duration");
    }

    @Test
    void connectWithoutACloudIsOneSentence() {
        CommandRun run = validate("--connect");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).hasSize(1);
        assertThat(run.output()).contains("--endpoint URL or --cloud aws");
    }

    @Test
    void noSuchFolderIsWrongUsage() {
        CommandRun run = CommandRun.of("validate", "--routes", folder.resolve("none").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lines()).hasSize(1);
    }
}
