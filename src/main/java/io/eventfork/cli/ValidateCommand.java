package io.eventfork.cli;

import io.eventfork.runtime.Validation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks route and resources files before they run. */
@Command(
        name = "validate",
        description = {
            "Check all route and resources files, and start nothing.",
            "It prints every finding as file:line:column, with what to write instead. "
                    + "The exit code is 1 if one is an error.",
            "With --connect it also looks in the cloud, and changes nothing there, "
                    + "whether every declared resource is there as it is declared, and may be "
                    + "read with these credentials.",
            "  eventfork validate --routes my-routes",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ValidateCommand implements Callable<Integer> {

    @Mixin private RunOptions options;

    @Option(names = "--connect", description = "Also look at the resources in the cloud.")
    private boolean connect;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        Validation.Outcome outcome =
                Validation.run(options.knownSettings(), options.config(), connect);
        PrintWriter out = spec.commandLine().getOut();
        outcome.findings().forEach(out::println);
        outcome.notes().forEach(out::println);
        out.printf(
                "%s in %s: %s, %s.%n",
                outcome.errors() == 0 ? "Valid" : "Not valid",
                count(outcome.files(), "file"),
                count(outcome.errors(), "error"),
                count(outcome.warnings(), "warning"));
        out.flush();
        return outcome.errors() == 0 ? 0 : 1;
    }

    private static String count(long number, String noun) {
        return "%d %s%s".formatted(number, noun, number == 1 ? "" : "s");
    }
}
