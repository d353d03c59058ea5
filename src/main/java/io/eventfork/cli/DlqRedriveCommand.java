package io.eventfork.cli;

import io.eventfork.redrive.LetterStore;
import io.eventfork.redrive.RedriveOrder;
import io.eventfork.redrive.RedriveOutcome;
import io.eventfork.runtime.DeadLetterOffice;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends back what could not be delivered. */
@Command(
        name = "redrive",
        description = {
            "Send dead letters back to the queues that they came from, and failed documents to their index.",
            "A letter is deleted only after it is confirmed there. What fails again meanwhile is left alone.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DlqRedriveCommand implements Callable<Integer> {

    @Mixin private RunOptions options;
    @Mixin private LetterOptions letters;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            description = "How many a second; as fast as it goes unless given.")
    private String rate;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many at most; all unless given.")
    private Long limit;

    @Option(
            names = "--to-queue",
            paramLabel = "QUEUE",
            description = "Send them to this declared queue instead.")
    private String destination;

    @Option(names = "--dry-run", description = "Say how many would go where, and change nothing.")
    private boolean dryRun;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        RedriveOrder order =
                new RedriveOrder(
                        letters.reason(),
                        Numbers.limit(spec, limit),
                        Numbers.perSecond(spec, rate),
                        Optional.ofNullable(destination),
                        dryRun);
        PrintWriter out = spec.commandLine().getOut();
        try (DeadLetterOffice office = DeadLetterOffice.open(options.settings())) {
            LetterStore store = office.store(letters.name());
            RedriveOutcome outcome = office.with(store, each -> each.redrive(order));
            outcome.destinations()
                    .forEach(
                            (where, count) ->
                                    out.printf(
                                            "%d %s %s%n",
                                            count,
                                            dryRun ? "would go to" : "sent to",
                                            OneLine.of(where)));
            outcome.left()
                    .forEach((why, count) -> out.printf("%d stay: %s%n", count, OneLine.of(why)));
            if (outcome.chosen() == 0) {
                out.println("There is none.");
            }
            SeenInPart.say(out, outcome.whyNotAll());
            out.flush();
            return outcome.isComplete() ? 0 : 1;
        }
    }
}
