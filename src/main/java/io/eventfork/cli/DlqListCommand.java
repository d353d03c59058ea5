package io.eventfork.cli;

import io.eventfork.redrive.LetterStore;
import io.eventfork.redrive.Summary;
import io.eventfork.runtime.DeadLetterOffice;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts what could not be delivered. */
@Command(
        name = "list",
        description = {
            "Show how many dead letters there are, and of what reasons; # stands for any number.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DlqListCommand implements Callable<Integer> {

    @Mixin private RunOptions options;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "How many letters of each place are looked at; ${DEFAULT-VALUE} by default.")
    private long limit;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        Numbers.requirePositive(spec, "--limit", limit);
        PrintWriter out = spec.commandLine().getOut();
        try (DeadLetterOffice office = DeadLetterOffice.open(options.settings())) {
            for (LetterStore store : office.stores()) {
                show(out, store.name(), office.with(store, each -> each.summary(limit)));
            }
        }
        return 0;
    }

    private static void show(PrintWriter out, String name, Summary summary) {
        out.printf("%7d  %s", summary.about(), name);
        if (summary.counted() < summary.about()) {
            out.printf("  (about; looked at %d)", summary.counted());
        }
        out.println();
        summary.groups()
                .forEach((reason, count) -> out.printf("%15d  %s%n", count, OneLine.of(reason)));
        SeenInPart.say(out, summary.whyNotAll());
        out.flush();
    }
}
