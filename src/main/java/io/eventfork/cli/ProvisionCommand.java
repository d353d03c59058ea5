package io.eventfork.cli;

import io.eventfork.runtime.Provisioning;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates what the route files declare and the cloud does not have. */
@Command(
        name = "provision",
        description = {
            "Create what the route files declare and the cloud does not have.",
            "Nothing is ever altered or deleted: a difference is printed, and the exit code is 1.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ProvisionCommand implements Callable<Integer> {

    @Mixin private RunOptions options;

    @Option(
            names = "--dry-run",
            description = "Say what is missing or different, and change nothing.")
    private boolean dryRun;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Provisioning.Outcome outcome = Provisioning.run(options.settings(), dryRun);
        outcome.lines().forEach(out::println);
        out.flush();
        return outcome.satisfied() ? 0 : 1;
    }
}
