package io.eventfork.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
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
        context.start();
        http.open();
    }

    private void bind(CamelContext to, ReplayPipelines pipelines) {
        for (String name : List.of("replayJobs", "replayQueues", "replayCounts", "queueCopies")) {
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
                "{\"pipeline\":\"checkout-replay\",\"rate\":5} | 400 | /rate"
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
