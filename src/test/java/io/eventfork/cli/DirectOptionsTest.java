package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

class DirectOptionsTest {

    /** These have no value, or one that is no setting. */
    private static final Set<String> OTHERS =
            Set.of("--behind-proxy", "--config", "--help", "--version");

    @Test
    void everyOptionWithAValueSetsTheSettingOfItsName() {
        Set<String> known = new TreeSet<>();
        for (OptionSpec option : EventforkCommand.commandLine().getCommandSpec().options()) {
            String name = option.longestName();
            if (DirectOptions.read(name, "a").isPresent()) {
                known.add(name);
                assertThat(DirectOptions.read(name, "a"))
                        .hasValue(Map.of("eventfork." + name.substring(2), "a"));
                assertThat(option.arity().max()).as(name).isEqualTo(1);
            } else {
                assertThat(OTHERS).contains(name);
            }
        }
        assertThat(known).contains("--endpoint", "--port", "--observe-port");
    }

    @Test
    void whatPicocliReadsFromThemIsTheSame() {
        for (OptionSpec option : EventforkCommand.commandLine().getCommandSpec().options()) {
            DirectOptions.read(option.longestName(), "8123")
                    .ifPresent(
                            direct -> {
                                RunOptions read = new RunOptions();
                                new picocli.CommandLine(new Options(read))
                                        .parseArgs(option.longestName(), "8123");
                                direct.forEach(
                                        (name, value) ->
                                                assertThat(read.settings().text(name))
                                                        .isEqualTo(value));
                            });
        }
    }

    @picocli.CommandLine.Command
    private static final class Options {

        @picocli.CommandLine.Mixin private final RunOptions read;

        Options(RunOptions read) {
            this.read = read;
        }
    }

    @Test
    void readsSeveralAndNone() {
        assertThat(DirectOptions.read("--port", "1", "--apps", "shop,cart"))
                .hasValue(Map.of("eventfork.port", "1", "eventfork.apps", "shop,cart"));
        assertThat(DirectOptions.read()).hasValue(Map.of());
    }

    @Test
    void leavesEverythingElseToPicocli() {
        for (List<String> arguments :
                List.of(
                        List.of("--help"),
                        List.of("validate"),
                        List.of("cloud", "--port"),
                        List.of("port", "1"),
                        List.of("--port"),
                        List.of("--port", "--apps"),
                        List.of("--port=1", "--apps=shop"),
                        List.of("--nosuch", "1"),
                        List.of("--port", "1", "--port", "2"),
                        List.of("--port", "1", "--behind-proxy"),
                        List.of("--config", "file"))) {
            assertThat(DirectOptions.read(arguments.toArray(String[]::new))).isEmpty();
        }
    }
}
