package io.eventfork.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.contract.Requests;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import io.eventfork.replay.ReplayJob.State;
import io.eventfork.replay.ReplayPipelines.Pipeline;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/**
 * Reads what an operator asks for. A member that it does not know is a fault, so that a window or a
 * rate that this version cannot keep is never taken for granted. Thread-safe.
 */
public final class ReplayRequests {

    private static final Set<String> MEMBERS =
            Stream.concat(
                            Stream.of(
                                    "pipeline",
                                    "destination",
                                    "startedBy",
                                    "source",
                                    "rate",
                                    "limit",
                                    "dryRun"),
                            BackupRequest.MEMBERS.stream())
                    .collect(Collectors.toCollection(TreeSet::new));
    private static final Pattern PERSON = Pattern.compile("[\\p{L}\\p{N}@._ -]{1,64}");
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final ReplayPipelines pipelines;
    private final Predicate<String> isDeclaredQueue;
    private final BooleanSupplier routesAreMissing;
    private final BackupRequest backup;
    private final Clock clock;

    /**
     * @param isDeclaredQueue whether a bare name is that of a declared queue
     * @param routesAreMissing whether some route files do not run that should
     * @param backup reads what of a backup is asked for
     */
    ReplayRequests(
            ReplayPipelines pipelines,
            Predicate<String> isDeclaredQueue,
            BooleanSupplier routesAreMissing,
            BackupRequest backup,
            Clock clock) {
        this.pipelines = pipelines;
        this.isDeclaredQueue = isDeclaredQueue;
        this.routesAreMissing = routesAreMissing;
        this.backup = backup;
        this.clock = clock;
    }

    /**
     * Replaces the request by the job that it asks for.
     *
     * @throws ProblemException 400 if it is at fault, 404 if there is no such pipeline, 503 if
     *     there is none because route files do not run
     */
    public void job(Exchange exchange) {
        JsonNode request = Requests.json(exchange.getMessage());
        require(shapeFaults(request));
        String name = request.get("pipeline").textValue();
        Pipeline pipeline = pipelines.find(name).orElseThrow(() -> unknown(name));
        String destination = request.path("destination").asText(pipeline.destination());
        require(destinationFaults(destination, pipeline));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        RequestMembers members = new RequestMembers(request);
        ReplayTerms terms = members.terms();
        BackupSelection selection = null;
        if (BackupRequest.isMeant(members)) {
            selection = backup.read(request, members, pipeline.queue(), now).orElse(null);
        } else {
            BackupRequest.requireNone(members);
        }
        require(members.faults());
        exchange.getMessage()
                .setBody(
                        new ReplayJob(
                                ID_TIME.format(now)
                                        + "-"
                                        + UUID.randomUUID().toString().substring(0, 8),
                                name,
                                pipeline.queue(),
                                destination,
                                selection == null && terms.dryRun()
                                        ? State.FINISHED
                                        : State.RUNNING,
                                now,
                                request.path("startedBy").asText(null),
                                null,
                                0,
                                terms,
                                selection,
                                ReplayProgress.NONE));
    }

    /**
     * Replaces the request by the id in its path.
     *
     * @throws ProblemException 404 if no job can have it
     */
    public void id(Exchange exchange) {
        String id = exchange.getMessage().getHeader("id", String.class);
        if (id == null || !ID.matcher(id).matches()) {
            throw new ProblemException(404, "There is no such replay.");
        }
        exchange.getMessage().setBody(id);
    }

    private static List<Fault> shapeFaults(JsonNode request) {
        if (!request.isObject()) {
            return List.of(
                    new Fault("", "must be an object such as {\"pipeline\": \"checkout-replay\"}"));
        }
        List<Fault> faults = new ArrayList<>();
        if (request.path("pipeline").asText().isBlank() || !request.get("pipeline").isTextual()) {
            faults.add(new Fault("/pipeline", "must be the name of a replay pipeline"));
        }
        if (request.has("destination") && !request.get("destination").isTextual()) {
            faults.add(new Fault("/destination", "must be the name of a declared queue"));
        }
        if (request.has("startedBy")
                && !PERSON.matcher(request.get("startedBy").asText()).matches()) {
            faults.add(
                    new Fault(
                            "/startedBy", "must have 1 to 64 letters, digits, blanks and @ . _ -"));
        }
        request.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!MEMBERS.contains(name)) {
                                faults.add(
                                        new Fault(
                                                Fault.pointer("", name),
                                                "is not known; write some of "
                                                        + String.join(", ", MEMBERS)));
                            }
                        });
        return faults;
    }

    private List<Fault> destinationFaults(String destination, Pipeline pipeline) {
        if (!isDeclaredQueue.test(destination)) {
            return List.of(new Fault("/destination", "is no queue that a resources.yaml declares"));
        }
        return destination.equals(pipeline.queue())
                ? List.of(new Fault("/destination", "is the queue that is replayed"))
                : List.of();
    }

    private ProblemException unknown(String name) {
        if (routesAreMissing.getAsBoolean()) {
            return new ProblemException(
                    503,
                    "There is no replay pipeline %s now: some route files do not run. Send the same request again."
                            .formatted(name));
        }
        List<String> known = pipelines.all().stream().map(Pipeline::name).sorted().toList();
        return new ProblemException(
                404,
                "There is no replay pipeline %s; there %s."
                        .formatted(
                                name,
                                known.isEmpty()
                                        ? "is none at all"
                                        : (known.size() == 1 ? "is " : "are ")
                                                + String.join(", ", known)));
    }

    private static void require(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new ProblemException(400, "The request for a replay is at fault.", faults);
        }
    }
}
