package io.eventfork.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs command lines in this process. */
public final class EventforkCommands {

    private EventforkCommands() {}

    /** The exit code, a blank, and what was said on both streams. */
    public static String run(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = EventforkCommand.commandLine();
        PrintWriter out = new PrintWriter(said, true);
        line.setOut(out).setErr(out);
        return line.execute(arguments) + " " + said;
    }
}
