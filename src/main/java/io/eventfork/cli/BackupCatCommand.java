package io.eventfork.cli;

import io.eventfork.runtime.BackupLines;
import io.eventfork.runtime.BackupLines.Form;
import io.eventfork.runtime.StartException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a backup. */
@Command(
        name = "cat",
        description = {
            "Print the events of a backup, a line each, in the order of their objects' " + "keys.",
            "An event that was stored twice is printed once; what was passed over is "
                    + "said on the error stream.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class BackupCatCommand implements Callable<Integer> {

    private static final int LINES_BETWEEN_CHECKS = 256;

    @Mixin private RunOptions options;

    @Option(
            names = "--bucket",
            paramLabel = "NAME",
            defaultValue = "checkout-backup",
            description = "The bucket, by its name in resources.yaml; ${DEFAULT-VALUE} by default.")
    private String bucket;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "Only objects whose key begins with this, such as 2026/11/20/.")
    private String prefix;

    @ArgGroup private What what = new What();

    @Spec private CommandSpec spec;

    private long printed;

    private static final class What {

        @Option(names = "--body", description = "Print the events' bodies alone.")
        private boolean body;

        @Option(
                names = "--raw",
                description =
                        "Print every line as it is stored, repetitions and failed records too.")
        private boolean raw;

        Form form() {
            if (raw) {
                return Form.RAW;
            }
            return body ? Form.BODIES : Form.LINES;
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        BackupLines.Outcome outcome =
                BackupLines.read(
                        options.settings(), bucket, prefix, what.form(), line -> print(out, line));
        out.flush();
        if (outcome.repeated() + outcome.foreign() > 0) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "Passed over: %d repeated events, %d lines that are no events.%n",
                            outcome.repeated(), outcome.foreign());
            spec.commandLine().getErr().flush();
        }
        return 0;
    }

    private void print(PrintWriter out, String line) {
        out.println(line);
        if (++printed % LINES_BETWEEN_CHECKS == 0 && out.checkError()) {
            throw new StartException("Nobody reads the output any more.");
        }
    }
}
