package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The default command is parsed alone first; whatever else is said needs the whole line. */
class EventforkCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port 0",
                "--endpoint http://127.0.0.1:1 --port 0 --observe-port 0",
                "--version"
            })
    void optionsOfTheDefaultCommandNeedNoOther(String arguments) {
        assertThat(EventforkCommand.parser(arguments.split(" ")).getSubcommands()).isEmpty();
    }

    @Test
    void nothingAtAllNeedsNoOtherCommand() {
        assertThat(EventforkCommand.parser().getSubcommands()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run",
                "run --port 0",
                "cloud --port 0",
                "--port 0 routes eject folder",
                "fly",
                "--prot 8080",
                "--port"
            })
    void everythingElseNeedsAllCommands(String arguments) {
        assertThat(EventforkCommand.parser(arguments.split(" ")).getSubcommands())
                .containsKeys(
                        "run",
                        "cloud",
                        "routes",
                        "provision",
                        "template",
                        "failed",
                        "dlq",
                        "backup",
                        "replay");
    }

    @Test
    void everyCommandHelpsAndEndsWell() {
        for (CommandLine command : everyCommand(EventforkCommand.commandLine())) {
            String name = command.getCommandSpec().qualifiedName().replaceFirst("^eventfork ?", "");
            assertThat(execute((name + " --help").strip())).startsWith("0 Usage: eventfork");
        }
        assertThat(execute("--version")).startsWith("0 ");
    }

    /**
     * A list of commands shows the first line of each, and the terminal decides how long one is.
     */
    @Test
    void everyCommandSaysInWholeSentencesWhatItDoes() {
        for (CommandLine command : everyCommand(EventforkCommand.commandLine())) {
            List<String> lines = List.of(command.getCommandSpec().usageMessage().description());
            assertThat(lines.get(0)).endsWith(".");
            assertThat(lines)
                    .filteredOn(line -> !line.isBlank() && !SettingsReference.isExample(line))
                    .allMatch(line -> line.matches("[A-Z].*[.:]"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--prot 8080",
                "fly",
                "routes",
                "backup",
                "failed",
                "failed retry",
                "dlq",
                "dlq purge checkout-orders-dlq",
                "--port x",
                "--endpoint nowhere",
                "--cloud azure",
                "--routes no-such-folder",
                "cloud --port x",
                "cloud --opensearch-port no",
                "provision --cloud aws --apps nosuch"
            })
    void wrongUsageIsOneLineAndExits2(String arguments) {
        String said = execute(arguments);

        assertThat(said).startsWith("2 ").contains("--help");
        assertThat(said.strip().lines()).hasSize(1);
    }

    @Test
    void theHelpNamesEveryCommand() {
        assertThat(execute("--help"))
                .contains(
                        "Commands:",
                        "run",
                        "cloud",
                        "routes",
                        "provision",
                        "template",
                        "failed",
                        "backup");
    }

    @Test
    void anOptionThatDoesNotExistIsOneLineAlsoThoughItWasParsedTwice() {
        String said = execute("--prot 8080");

        assertThat(said).startsWith("2 ").contains("--prot", "Try 'eventfork --help'.");
        assertThat(said.strip().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--host 0.0.0.0",
                "run --host 0.0.0.0 --behind-proxy",
                "run --observe-host 0.0.0.0",
                "run --cloud aws --host 0.0.0.0"
            })
    void whereOthersReachItNothingStartsWithoutProtection(String arguments) {
        String said = execute(arguments + " --port 0 --observe-port 0");

        assertThat(said)
                .startsWith("1 eventfork: Others can reach 0.0.0.0, so these are needed:")
                .contains("_TOKEN", "docs/security.md");
        assertThat(said.strip().lines()).hasSize(1);
    }

    @Test
    void noOptionTakesASecret() {
        for (CommandLine command : everyCommand(EventforkCommand.commandLine())) {
            assertThat(command.getCommandSpec().options())
                    .flatExtracting(option -> List.of(option.names()))
                    .noneMatch(name -> name.matches(".*(password|secret|token|keys?)"));
        }
    }

    private static List<CommandLine> everyCommand(CommandLine top) {
        List<CommandLine> all = new ArrayList<>(List.of(top));
        top.getSubcommands().values().forEach(command -> all.addAll(everyCommand(command)));
        return all;
    }

    /** The exit code and what was said. */
    private static String execute(String arguments) {
        StringWriter said = new StringWriter();
        CommandLine parser = EventforkCommand.parser(arguments.split(" "));
        parser.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
        return parser.execute(arguments.split(" ")) + " " + said;
    }
}
