package io.eventfork.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands on replays, carried out by a running application. */
@Command(
        name = "replay",
        description = {
            "Let a pipeline see again what a replay queue has kept, or a backup holds.",
            "The messages are copied to the queue of the pipeline, to repair what it "
                    + "did wrong.",
            "  eventfork replay start --pipeline checkout-replay",
            "  eventfork replay start --pipeline checkout-replay --last 2h --dry-run",
            "  eventfork replay status",
            "  eventfork replay stop ID",
            ""
        },
        subcommands = ReplayStartCommand.class,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ReplayCommand implements Runnable {

    static final String REPLAYS = "/admin/replays";

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: start, status or stop");
    }

    @Command(
            name = "status",
            description = {"Show one replay, or all.", ""},
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    int status(
            @Mixin AdminOptions options,
            @Option(
                            names = "--follow",
                            description = "Show how far a replay from a backup is, until it ends.")
                    boolean follow,
            @Parameters(paramLabel = "ID", arity = "0..1", description = "The replay's id.")
                    String id) {
        if (follow && id == null) {
            throw new ParameterException(spec.commandLine(), "--follow needs the ID of a replay");
        }
        if (follow) {
            return new ReplayFollower(options.client(), out()).follow(path(id));
        }
        JsonNode body = options.client().get(id == null ? REPLAYS : path(id)).body();
        if (body.isArray()) {
            body.forEach(this::show);
            if (body.isEmpty()) {
                out().println("There has been no replay.");
            }
        } else {
            show(body);
        }
        out().flush();
        return 0;
    }

    @Command(
            name = "stop",
            aliases = "cancel",
            description = {
                "Stop a replay; what is not copied stays where it is. Stopping it twice is fine.",
                ""
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void stop(
            @Mixin AdminOptions options,
            @Parameters(paramLabel = "ID", description = "The replay's id.") String id) {
        show(options.client().delete(path(id)).body());
    }

    static String path(String id) {
        return REPLAYS + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private void show(JsonNode job) {
        ReplayLines.print(out(), job);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
