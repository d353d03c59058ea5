package io.eventfork.cli;

import io.eventfork.redrive.Letter;
import io.eventfork.redrive.LetterStore;
import io.eventfork.redrive.RedriveOrder;
import io.eventfork.redrive.RedriveOutcome;
import io.eventfork.redrive.Summary;
import io.eventfork.runtime.DeadLetterOffice;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Works on what could not be delivered. */
@Command(
        name = "dlq",
        description = {
            "Work on what could not be delivered: dead-letter queues, and failed documents of search pipelines.",
            "  eventfork dlq list --endpoint http://127.0.0.1:4566",
            "  eventfork dlq peek checkout-orders-dlq",
            "  eventfork dlq redrive checkout-orders-dlq --reason 'has no customer' --rate 50/s",
            "A message can only be looked at by receiving it: meanwhile nobody else sees it, for 2 minutes",
            "if the command is killed.",
            ""
        },
        subcommands = {
            DlqCommand.ListAll.class,
            DlqCommand.Peek.class,
            DlqCommand.Redrive.class,
            DlqCommand.Purge.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DlqCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: list, peek, redrive or purge");
    }

    /** Counts them. */
    @Command(
            name = "list",
            description = {
                "Show how many dead letters there are, and of what reasons; # stands for any number.",
                ""
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class ListAll implements Callable<Integer> {

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
            summary.groups().forEach((reason, count) -> out.printf("%15d  %s%n", count, reason));
            out.flush();
        }
    }

    /** Shows some. */
    @Command(
            name = "peek",
            description = {
                "Show some dead letters, without card data. They stay where they are.",
                ""
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Peek implements Callable<Integer> {

        @Mixin private RunOptions options;
        @Mixin private LetterOptions letters;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "10",
                description = "How many at most; ${DEFAULT-VALUE} by default.")
        private long limit;

        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            Numbers.requirePositive(spec, "--limit", limit);
            PrintWriter out = spec.commandLine().getOut();
            try (DeadLetterOffice office = DeadLetterOffice.open(options.settings())) {
                LetterStore store = office.store(letters.name());
                List<Letter> shown = office.with(store, each -> each.peek(letters.reason(), limit));
                shown.forEach(letter -> show(out, letter));
                if (shown.isEmpty()) {
                    out.println("There is none.");
                }
            }
            out.flush();
            return 0;
        }

        private static void show(PrintWriter out, Letter letter) {
            out.printf(
                    "%s  %s  from %s, attempts %s%n  %s%n  %s%n",
                    letter.id(),
                    letter.givenUpAt() == null ? "-" : letter.givenUpAt(),
                    letter.from().isEmpty() ? "-" : letter.from(),
                    letter.attempts() == 0 ? "-" : letter.attempts(),
                    letter.reason(),
                    letter.body().replaceAll("\\R", " "));
        }
    }

    /** Sends them back. */
    @Command(
            name = "redrive",
            description = {
                "Send dead letters back to the queues that they came from, and failed documents to their index.",
                "A letter is deleted only after it is confirmed there. What fails again meanwhile is left alone.",
                ""
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Redrive implements Callable<Integer> {

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

        @Option(
                names = "--dry-run",
                description = "Say how many would go where, and change nothing.")
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
                                                count, dryRun ? "would go to" : "sent to", where));
                outcome.left().forEach((why, count) -> out.printf("%d stay: %s%n", count, why));
                if (outcome.chosen() == 0) {
                    out.println("There is none.");
                }
                out.flush();
                return outcome.isComplete() ? 0 : 1;
            }
        }
    }

    /** Throws them away. */
    @Command(
            name = "purge",
            description = {
                "Delete dead letters, or failed documents, for good. They are in no archive.",
                ""
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Purge implements Callable<Integer> {

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
                long gone = office.with(store, each -> each.purge(letters.reason(), most));
                spec.commandLine().getOut().printf("%d deleted.%n", gone);
                spec.commandLine().getOut().flush();
            }
            return 0;
        }
    }
}
