package io.eventfork.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * One command line in this process.
 *
 * @param code the exit code
 * @param output what was printed, errors included
 */
record CommandRun(int code, String output) {

    static CommandRun of(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine parser = EventforkCommand.parser(arguments);
        PrintWriter out = new PrintWriter(said, true);
        parser.setOut(out).setErr(out);
        return new CommandRun(parser.execute(arguments), said.toString());
    }

    List<String> lines() {
        return output.strip().lines().toList();
    }
}
