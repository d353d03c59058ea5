package io.eventfork.cli;

import io.eventfork.runtime.RouteOverview;
import io.eventfork.runtime.StartException;
import io.eventfork.runtime.routes.RouteSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands on route files. */
@Command(
        name = "routes",
        description = {"Work with route files.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RoutesCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, graph or eject");
    }

    @Command(
            name = "list",
            description = {
                "List the routes: id, where each starts, its file, and what it does.",
                ""
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void list(@Mixin RouteOptions options) {
        print(RouteOverview.read(options.settings()).list());
    }

    @Command(
            name = "graph",
            description = {
                "Draw the use cases with their queues, topics and sinks, as a Mermaid "
                        + "flowchart.",
                "  eventfork routes graph --apps checkout",
                ""
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void graph(@Mixin RouteOptions options) {
        print(RouteOverview.read(options.settings()).graph());
    }

    private void print(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
    }

    @Command(
            name = "eject",
            description = {
                "Copy the built-in route files to DIR, to edit them while they run.",
                "A file that is there already is never overwritten.",
                "  eventfork routes eject my-routes",
                "  eventfork run --routes my-routes",
                ""
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void eject(
            @Parameters(paramLabel = "DIR", description = "The folder to copy to; made if missing.")
                    Path folder) {
        try {
            for (Path file : RouteSource.builtIn(Set.of()).eject(folder)) {
                spec.commandLine().getOut().println(file);
            }
            spec.commandLine().getOut().flush();
        } catch (FileAlreadyExistsException e) {
            throw new StartException(
                    e.getMessage() + " is there already; choose another folder.", e);
        } catch (IOException e) {
            throw new StartException("Cannot write to " + folder + ": " + e.getMessage() + ".", e);
        }
    }
}
