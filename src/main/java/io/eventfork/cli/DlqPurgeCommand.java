package io.eventfork.cli;

import io.eventfork.redrive.LetterStore;
import io.eventfork.redrive.Purge;
import io.eventfork.runtime.DeadLetterOffice;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Throws away what could not be delivered. */
@Command(
        name = "purge",
        description = {
            "Delete dead letters, or failed documents, for good. They are in no archive.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DlqPurgeCommand implements Callable<Integer> {

    @Mixin private RunOptions options;
    @Mixin private LetterOptions letters;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many at most; all unless given.")
    private Long limit;

    @Option(names = "--yes", description = "Do it; nothing is deleted without.")
    private boolean yes;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        long most = Numbers.limit(spec, limit);
        if (!yes) {
            throw new ParameterException(
                    spec.commandLine(),
                    "This deletes for good; 'dlq peek %s' shows what, --yes does it"
                            .formatted(letters.name()));
        }
        try (DeadLetterOffice office = DeadLetterOffice.open(options.settings())) {
            LetterStore store = office.store(letters.name());
            Purge purge = office.with(store, each -> each.purge(letters.reason(), most));
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%d deleted.%n", purge.gone());
            SeenInPart.say(out, purge.whyNotAll());
            out.flush();
            return purge.whyNotAll().isEmpty() ? 0 : 1;
        }
    }
}
