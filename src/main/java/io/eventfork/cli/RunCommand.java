package io.eventfork.cli;

import io.eventfork.runtime.Application;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run the application (the default).")
final class RunCommand implements Runnable {
    @Mixin private RunOptions options;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        run(options, spec.commandLine().getOut());
    }

    static void run(RunOptions options, PrintWriter out) {
        try (Application a = Application.start(options.settings())) {
            a.stopped().join();
        }
    }
}
