package io.eventfork.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes what lets a shell complete our command lines. */
@Command(
        name = "completion",
        description = {
            "Print a script by which bash (zsh after bashcompinit) completes the "
                    + "commands of 'eventfork'.",
            "  alias eventfork='java -jar /opt/eventfork/eventfork.jar'",
            "  source <(eventfork completion)",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CompletionCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        CommandLine whole = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("eventfork", whole));
        out.flush();
    }
}
