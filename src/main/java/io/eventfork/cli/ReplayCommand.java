package io.eventfork.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
            "Let a pipeline see again what a replay queue has kept.",
            "The messages are copied to its queue, to repair what it did wrong:",
            "  eventfork replay start --pipeline checkout-replay",
            "  eventfork replay status",
            "  eventfork replay stop ID",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ReplayCommand implements Runnable {

    private static final String REPLAYS = "/admin/replays";

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: start, status or stop");
    }

    @Command(
            name = "start",
            description = {
                "Start a replay. It drains the pipeline's queue, and what is still published to it, until it is",
                "stopped. Starting one that runs already changes nothing.",
                ""
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void start(
            @Mixin AdminOptions options,
            @Option(
                            names = "--pipeline",
                            paramLabel = "NAME",
                            required = true,
                            description = "The replay pipeline, such as checkout-replay.")
                    String pipeline,
            @Option(
                            names = "--to-queue",
                            paramLabel = "QUEUE",
                            description =
                                    "Where the copies go; the pipeline's destination unless given.")
                    String destination) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("pipeline", pipeline);
        if (destination != null) {
            request.put("destination", destination);
        }
        AdminClient.Answer answer = options.client().post(REPLAYS, request);
        if (answer.status() == 200) {
            out().println("It runs already:");
        }
        show(answer.body());
    }

    @Command(
            name = "status",
            description = {"Show one replay, or all.", ""},
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void status(
            @Mixin AdminOptions options,
            @Parameters(paramLabel = "ID", arity = "0..1", description = "The replay's id.")
                    String id) {
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
    }

    @Command(
            name = "stop",
            description = {
                "Stop a replay; its queue keeps what comes. Stopping it twice is fine.",
                ""
            },
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void stop(
            @Mixin AdminOptions options,
            @Parameters(paramLabel = "ID", description = "The replay's id.") String id) {
        show(options.client().delete(path(id)).body());
    }

    private static String path(String id) {
        return REPLAYS + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private void show(JsonNode job) {
        out().println(
                        "%s  %s  %s to %s, %s moved%s"
                                .formatted(
                                        job.path("id").asText(),
                                        job.path("state").asText(),
                                        job.path("pipeline").asText(),
                                        job.path("destination").asText(),
                                        job.path("moved").asText(),
                                        job.hasNonNull("left")
                                                ? ", about %s left in %s"
                                                        .formatted(
                                                                job.path("left").asText(),
                                                                job.path("queue").asText())
                                                : ""));
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
