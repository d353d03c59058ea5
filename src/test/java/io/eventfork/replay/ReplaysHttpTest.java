package io.eventfork.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.contract.ContractDocument;
import io.eventfork.event.CardGuard;
import io.eventfork.problem.HttpProblems;
import io.eventfork.problem.ProblemException;
import io.eventfork.replay.ReplayJob.State;
import io.eventfork.replay.ReplayJobs.Started;
import io.eventfork.runtime.TestHttpServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may ask over HTTP, with the table and the queues mocked. */
class ReplaysHttpTest {

    private static final ContractDocument CONTRACT = new ContractDocument("openapi/admin.yaml");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Table table = new Table();
    private TestHttpServer http;
    private volatile boolean routesAreMissing;

    /** Stands in for the bean endpoints {@code replayJobs}, {@code replayCounts} and so on. */
    public static final class Table {

        private final List<ReplayJob> jobs = new ArrayList<>();
        private volatile boolean runsAlready;

        public Started start(ReplayJob job) {
            jobs.add(job);
            return new Started(job, !runsAlready);
        }

        public ReplayJob find(String id) {
            return jobs.stream()
                    .filter(job -> job.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(404, "There is no such replay."));
        }

        public ReplayJob stop(String id) {
            ReplayJob job = find(id);
            return new ReplayJob(
                    job.id(),
                    job.pipeline(),
                    job.queue(),
                    job.destination(),
                    State.STOPPED,
                    job.startedAt(),
                    job.startedBy(),
                    NOW,
                    12);
        }

        public List<ReplayJob> list() {
            return jobs;
        }

        public List<ReplayJob> running() {
            return List.of();
        }

        public ReplayStatus statusOf(ReplayJob job) {
            return new ReplayStatus(job, 3L);
        }

        public List<ReplayStatus> statusesOf(List<ReplayJob> all) {
            return all.stream().map(this::statusOf).toList();
        }

        public void write() {}

        public void follow(List<ReplayJob> running) {}
    }

    private record Names(String getName) implements PropertiesFunction {

        @Override
        public String apply(String name) {
            return name;
        }
    }

    @BeforeEach
    void start() throws Exception {
        context.disableJMX();
        StubComponent queues = new StubComponent();
        queues.setAutowiredEnabled(false);
        context.addComponent("aws2-sqs", queues);
        context.getPropertiesComponent().addPropertiesFunction(new Names("queue"));
        http = new TestHttpServer(context, Map.of());
        ReplayPipelines pipelines = new ReplayPipelines(context);
        bind(context, pipelines);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        List.of("errors", "pipelines/replay", "admin/replays").stream()
                                .map(
                                        file ->
                                                ResourceHelper.resolveResource(
                                                        context,
                                                        "classpath:routes/" + file + ".camel.yaml"))
                                .toList());
        TemplatedRouteBuilder.builder(context, "replay")
                .routeId("checkout-replay")
                .parameter("Queue", "checkout-replay")
                .parameter("DestinationQueueName", "checkout-orders")
                .add();
        addBackup("checkout-backup");
        addBackup("parcels-backup");
        context.start();
        http.open();
    }

    /** With the parameters by which a backup pipeline is told; its steps do not matter here. */
    private void addBackup(String name) throws Exception {
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        routeTemplate(name + "-template")
                                .templateParameter("Queue")
                                .templateParameter("Bucket")
                                .templateParameter("StreamPrefix", "")
                                .templateParameter("ErrorOutputPrefix", "")
                                .from("direct:" + name)
                                .log("{{Queue}}");
                    }
                });
        TemplatedRouteBuilder.builder(context, name + "-template")
                .routeId(name)
                .parameter("Queue", name)
                .parameter("Bucket", name)
                .parameter("StreamPrefix", "kept/")
                .add();
    }

    private void bind(CamelContext to, ReplayPipelines pipelines) {
        for (String name :
                List.of(
                        "replayJobs",
                        "replayQueues",
                        "replayCounts",
                        "queueCopies",
                        "leasedReplays")) {
            to.getRegistry().bind(name, table);
        }
        to.getRegistry()
                .bind(
                        "declaredFilters",
                        Function.class,
                        (Function<String, Optional<?>>) queue -> Optional.empty());
        to.getRegistry().bind("httpProblems", new HttpProblems(new CardGuard()::maskText));
        to.getRegistry()
                .bind(
                        "replayRequests",
                        new ReplayRequests(
                                pipelines,
                                Set.of("checkout-orders", "checkout-replay", "other")::contains,
                                () -> routesAreMissing,
                                new BackupRequest(
                                        new BackupPipelines(
                                                to,
                                                queue ->
                                                        queue.startsWith("checkout-")
                                                                ? Set.of("checkout-events")
                                                                : Set.of()),
                                        Duration.ofDays(31)),
                                Clock.fixed(NOW, ZoneOffset.UTC)));
        to.getRegistry().bind("replayAnswers", new ReplayAnswers());
        to.getRegistry().bind("copyBatching", new CopyBatching());
        ReplayControl control = new ReplayControl(to, pipelines, action -> false);
        to.getRegistry().bind("replayControl", control);
        to.getRegistry()
                .bind("replayMark", new ReplayMark(control, name -> name, Clock.systemUTC()));
    }

    @AfterEach
    void stop() {
        context.stop();
        http.close();
    }

    @Test
    void aStartIsAnswered202WithTheJobAndItsPlace() throws Exception {
        HttpResponse<String> answer =
                send("POST", "/admin/replays", "{\"pipeline\":\"checkout-replay\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode job = JSON.readTree(answer.body());
        assertThat(answer.headers().firstValue("location"))
                .hasValue("/admin/replays/" + job.get("id").asText());
        assertThat(job.get("id").asText()).matches("20260102T030405Z-[0-9a-f]{8}");
        assertThat(job.get("queue").asText()).isEqualTo("checkout-replay");
        assertThat(job.get("destination").asText()).isEqualTo("checkout-orders");
        assertThat(job.get("state").asText()).isEqualTo("RUNNING");
        assertThat(job.get("startedAt").asText()).isEqualTo(NOW.toString());
        assertThat(job.get("moved").asInt()).isZero();
    }

    @Test
    void aReplayThatRunsAlreadyIsAnswered200() throws Exception {
        table.runsAlready = true;

        assertThat(
                        send("POST", "/admin/replays", "{\"pipeline\":\"checkout-replay\"}")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anotherDestinationAndWhoStartsItAreTaken() throws Exception {
        send(
                "POST",
                "/admin/replays",
                "{\"pipeline\":\"checkout-replay\",\"destination\":\"other\",\"startedBy\":\"ops@x.org\"}");

        assertThat(table.jobs.get(0).destination()).isEqualTo("other");
        assertThat(table.jobs.get(0).startedBy()).isEqualTo("ops@x.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | 400 | not JSON",
                "[] | 400 | must be an object",
                "{} | 400 | /pipeline",
                "{\"pipeline\":7} | 400 | /pipeline",
                "{\"pipeline\":\"nobody\"} | 404 | there is checkout-replay",
                "{\"pipeline\":\"checkout-replay\",\"destination\":\"nowhere\"} | 400 | /destination",
                "{\"pipeline\":\"checkout-replay\",\"destination\":null} | 400 | /destination",
                "{\"pipeline\":\"checkout-replay\",\"destination\":\"checkout-replay\"} | 400 | is the queue that is replayed",
                "{\"pipeline\":\"checkout-replay\",\"startedBy\":\"<b>\"} | 400 | /startedBy",
                "{\"pipeline\":\"checkout-replay\",\"speed\":5} | 400 | /speed"
            })
    void aRequestAtFaultIsToldWhyAndStartsNothing(String body, int status, String fault)
            throws Exception {
        HttpResponse<String> answer = send("POST", "/admin/replays", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        assertThat(answer.body()).contains(fault);
        assertThat(table.jobs).isEmpty();
    }

    @Test
    void aWindowMeansTheBackupOfTheSameTopic() throws Exception {
        JsonNode job =
                start(
                        """
                        "from":"2026-01-01T00:00:00Z","to":"2026-01-01T02:00:00+01:00",
                        "filter":{"amount":[{"numeric":[">=",100]}]},"rate":50,"limit":1000""");

        assertThat(job.get("source").asText()).isEqualTo("backup");
        assertThat(table.jobs.get(0).backup())
                .isEqualTo(
                        new BackupSelection(
                                "checkout-backup",
                                "checkout-backup",
                                "kept/",
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Instant.parse("2026-01-01T01:00:00Z"),
                                Duration.ofDays(31),
                                "{\"amount\":[{\"numeric\":[\">=\",100]}]}",
                                "MessageAttributes"));
        assertThat(table.jobs.get(0).terms()).isEqualTo(new ReplayTerms(50, 1000, false));
        assertThat(job.at("/backup/from").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(job.get("notice").isNull()).isTrue();
    }

    @Test
    void aSpanEndsNowAndWhatIsNotWrittenYetIsSpokenOf() throws Exception {
        JsonNode job = start("\"last\":\"2h\",\"dryRun\":true");

        assertThat(job.at("/backup/from").asText()).isEqualTo("2026-01-02T01:04:05.678Z");
        assertThat(job.at("/backup/to").asText()).isEqualTo(NOW.toString());
        assertThat(table.jobs.get(0).backup().asked())
                .isEqualTo(new AskedWindow(null, null, Duration.ofHours(2)));
        assertThat(job.at("/backup/asked/last").asText()).isEqualTo("PT2H");
        assertThat(job.at("/backup/asked/to").isNull()).isTrue();
        assertThat(job.get("notice").asText()).contains("last buffer interval may be missing");
        assertThat(job.get("dryRun").asBoolean()).isTrue();
    }

    @Test
    void anotherBackupAndAFilterOnTheBodyAreTaken() throws Exception {
        start(
                "\"source\":\"backup\",\"backup\":\"parcels-backup\",\"filter\":{\"id\":[1]},\"filterScope\":\"MessageBody\"");

        BackupSelection selection = table.jobs.get(0).backup();
        assertThat(selection.pipeline()).isEqualTo("parcels-backup");
        assertThat(selection.filterScope()).isEqualTo("MessageBody");
        assertThat(selection.from()).isNull();
    }

    @Test
    void aQueueCanBeDrainedAtARateAndToALimit() throws Exception {
        JsonNode job = start("\"rate\":5,\"limit\":100");

        assertThat(job.get("source").asText()).isEqualTo("queue");
        assertThat(table.jobs.get(0).terms()).isEqualTo(new ReplayTerms(5, 100, false));
        assertThat(job.has("backup")).isFalse();
    }

    @Test
    void aDryRunOfAQueueSaysHowMuchItHoldsAndStoresNothing() throws Exception {
        HttpResponse<String> answer =
                send(
                        "POST",
                        "/admin/replays",
                        "{\"pipeline\":\"checkout-replay\",\"dryRun\":true}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode job = JSON.readTree(answer.body());
        assertThat(job.get("left").asInt()).isEqualTo(3);
        assertThat(job.get("state").asText()).isEqualTo("FINISHED");
        assertThat(table.jobs).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"from\":\"yesterday\" | /from",
                "\"from\":\"2026-01-03T00:00:00Z\" | must be before the end",
                "\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\" | /from",
                "\"last\":\"2\" | /last",
                "\"last\":\"2h\",\"to\":\"2026-01-01T00:00:00Z\" | instead of from and to",
                "\"filter\":\"{}\" | /filter",
                "\"filter\":{\"a\":1} | is no filter policy",
                "\"filter\":{},\"filterScope\":\"Body\" | /filterScope",
                "\"last\":\"2h\",\"backup\":\"x\" | there is checkout-backup, parcels-backup",
                "\"last\":\"2h\",\"rate\":0 | /rate",
                "\"last\":\"2h\",\"limit\":1.5 | /limit",
                "\"dryRun\":1 | /dryRun",
                "\"source\":\"topic\" | /source",
                "\"source\":\"queue\",\"last\":\"2h\" | a queue can only be drained"
            })
    void whatABackupCannotGiveIsToldWhereItIs(String members, String fault) throws Exception {
        HttpResponse<String> answer = ask(members);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(fault);
        assertThat(table.jobs).isEmpty();
    }

    private JsonNode start(String members) throws Exception {
        HttpResponse<String> answer = ask(members);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode job = JSON.readTree(answer.body());
        assertThat(CONTRACT.faults("Replay", job)).isEmpty();
        return job;
    }

    private HttpResponse<String> ask(String members) throws Exception {
        String request = "{\"pipeline\":\"checkout-replay\"," + members + "}";
        HttpResponse<String> answer = send("POST", "/admin/replays", request);
        if (answer.statusCode() < 300) {
            assertThat(CONTRACT.faults("ReplayRequest", JSON.readTree(request))).isEmpty();
        }
        return answer;
    }

    @Test
    void aPipelineMayBeAmongTheRoutesThatAreMissing() throws Exception {
        routesAreMissing = true;

        HttpResponse<String> answer = send("POST", "/admin/replays", "{\"pipeline\":\"later\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void aReplayIsShownListedAndStopped() throws Exception {
        String id =
                JSON.readTree(
                                send("POST", "/admin/replays", "{\"pipeline\":\"checkout-replay\"}")
                                        .body())
                        .get("id")
                        .asText();

        assertThat(
                        JSON.readTree(send("GET", "/admin/replays/" + id, "").body())
                                .get("left")
                                .asInt())
                .isEqualTo(3);
        assertThat(JSON.readTree(send("GET", "/admin/replays", "").body())).hasSize(1);
        JsonNode stopped = JSON.readTree(send("DELETE", "/admin/replays/" + id, "").body());
        assertThat(stopped.get("state").asText()).isEqualTo("STOPPED");
        assertThat(stopped.get("stoppedAt").asText()).isEqualTo(NOW.toString());
        assertThat(stopped.get("moved").asInt()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({"GET, nobody", "DELETE, nobody", "GET, '%20'", "DELETE, a%2Fb"})
    void anUnknownIdIsA404(String method, String id) throws Exception {
        assertThat(send(method, "/admin/replays/" + id, "").statusCode()).isEqualTo(404);
    }

    @Test
    void theContractIsServed() throws Exception {
        assertThat(send("GET", "/openapi/admin", "").body())
                .contains("openapi: 3.1.0", "/admin/replays/{id}:");
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(http.uri(path))
                        .method(method, BodyPublishers.ofString(body));
        if (method.equals("POST")) {
            request.header("content-type", "application/json");
        }
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), BodyHandlers.ofString());
    }
}
