package io.eventfork.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts a replay. */
@Command(
        name = "start",
        description = {
            "Start a replay; starting one that runs already, by the same words, changes "
                    + "nothing.",
            "From a queue it drains what the queue holds, and what is still published "
                    + "to it, until it is stopped. From a backup, which a window or a filter "
                    + "means, it copies the events of the window, each once, and ends; the backup "
                    + "stays as it is. With --limit it ends in either case.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ReplayStartCommand implements Callable<Integer> {

    @Mixin private AdminOptions options;

    @Option(
            names = "--pipeline",
            paramLabel = "NAME",
            required = true,
            description = "The replay pipeline, such as checkout-replay.")
    private String pipeline;

    @Option(
            names = "--to-queue",
            paramLabel = "QUEUE",
            description = "Where the copies go; the pipeline's destination unless given.")
    private String destination;

    @Option(
            names = "--source",
            paramLabel = "queue|backup",
            description =
                    "What is replayed: the queue, unless there is a window, a filter or --backup.")
    private String source;

    @Option(
            names = "--backup",
            paramLabel = "NAME",
            description = "The backup pipeline; the one that backs up the same topic unless given.")
    private String backup;

    @Option(
            names = "--from",
            paramLabel = "T",
            description = "Only events since then, such as 2026-01-02T03:04:05Z.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "T",
            description = "Only events before then; now unless given.")
    private String to;

    @Option(
            names = "--last",
            paramLabel = "SPAN",
            description = "Only events of so long before the start, such as 90s, 30m, 2h or 7d.")
    private String last;

    @Option(
            names = "--filter",
            paramLabel = "POLICY",
            description =
                    "Only events that this SNS filter policy wants, such as '{\"amount\":[{\"numeric\":[\">=\",100]}]}'.")
    private String filter;

    @Option(
            names = "--filter-scope",
            paramLabel = "SCOPE",
            description =
                    "What the policy looks at: MessageAttributes (the default) or MessageBody.")
    private String filterScope;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            description = "Copies a second; as fast as it goes unless given.")
    private String rate;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Copies at most, of a backup events at most; all unless given.")
    private Long limit;

    @Option(
            names = "--dry-run",
            description = "Count, show some events of a backup, and copy nothing.")
    private boolean dryRun;

    @Option(names = "--detach", description = "Do not wait for the end of a replay from a backup.")
    private boolean detach;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ObjectNode request = request();
        AdminClient client = options.client();
        AdminClient.Answer answer = client.post(ReplayCommand.REPLAYS, request);
        boolean isRunning = answer.body().path("state").asText().equals("RUNNING");
        if (answer.status() == 200 && isRunning) {
            out.println("It runs already:");
        }
        ReplayLines.print(out, answer.body());
        if (!isRunning || detach || !answer.body().hasNonNull("backup")) {
            return 0;
        }
        return new ReplayFollower(client, out)
                .follow(ReplayCommand.path(answer.body().path("id").asText()));
    }

    private ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("pipeline", pipeline);
        put(request, "destination", destination);
        put(request, "source", source);
        put(request, "backup", backup);
        put(request, "from", from);
        put(request, "to", to);
        put(request, "last", last);
        put(request, "filterScope", filterScope);
        if (filter != null) {
            try {
                request.set("filter", new ObjectMapper().readTree(filter));
            } catch (JsonProcessingException e) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--filter is no JSON, column %d".formatted(e.getLocation().getColumnNr()),
                        e);
            }
        }
        int perSecond = Numbers.perSecond(spec, rate);
        if (perSecond > 0) {
            request.put("rate", perSecond);
        }
        if (limit != null) {
            request.put("limit", Numbers.limit(spec, limit));
        }
        if (dryRun) {
            request.put("dryRun", true);
        }
        return request;
    }

    private static void put(ObjectNode request, String name, String value) {
        if (value != null) {
            request.put(name, value);
        }
    }
}
