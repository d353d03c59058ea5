package io.eventfork.cli;

import io.eventfork.redrive.Letter;
import io.eventfork.redrive.LetterStore;
import io.eventfork.redrive.Peek;
import io.eventfork.runtime.DeadLetterOffice;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows some of what could not be delivered. */
@Command(
        name = "peek",
        description = {"Show some dead letters, without card data. They stay where they are.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DlqPeekCommand implements Callable<Integer> {

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
            Peek peek = office.with(store, each -> each.peek(letters.reason(), limit));
            peek.letters().forEach(letter -> show(out, letter));
            if (peek.letters().isEmpty()) {
                out.println("There is none.");
            }
            SeenInPart.say(out, peek.whyNotAll());
        }
        out.flush();
        return 0;
    }

    private static void show(PrintWriter out, Letter letter) {
        out.printf(
                "%s  %s  from %s, attempts %s%n  %s%n  %s%n",
                OneLine.of(letter.id()),
                letter.givenUpAt() == null ? "-" : letter.givenUpAt(),
                letter.from().isEmpty() ? "-" : OneLine.of(letter.from()),
                letter.attempts() == 0 ? "-" : letter.attempts(),
                OneLine.of(letter.reason()),
                OneLine.of(letter.body()));
    }
}
