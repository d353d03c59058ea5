package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.cli.EventforkCommands;
import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Replay as an operator uses it: over HTTP and on the command line, with the packaged jar. */
class ReplayIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String START = "{\"pipeline\":\"checkout-replay\"}";

    @TempDir Path folder;

    @Test
    void rowsThatABugCorruptedAreRepairedByReplay() throws Exception {
        Path routes = ejected();
        Path orders = routes.resolve("checkout/orders.camel.yaml");
        String good = Files.readString(orders);
        Files.writeString(orders, good.replace("{{checkout.orders.corrupt}}", "true"));
        String prefix = "replay-drill-it-";
        try (EventforkProcess application = start(prefix, "--routes", routes.toString())) {
            order(application, 9917, "drill");
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(amount(prefix, "drill", 9917))
                                            .isEqualTo("CORRUPTED!"));
            assertThat(held(prefix)).isEqualTo(1);

            Edit.of(orders, good);
            await().atMost(SOON).until(() -> changes(application) >= 1);
            String job = startReplay(application);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(amount(prefix, "drill", 9917)).isEqualTo("75"));
            await().atMost(SOON).until(() -> held(prefix) == 0);
            await().atMost(SOON).until(() -> status(application, job).get("moved").asInt() == 1);

            renewTheReplayRoute(routes);
            await().atMost(SOON).until(() -> changes(application) >= 2);
            order(application, 2, "drill");
            await().atMost(SOON).until(() -> status(application, job).get("moved").asInt() == 2);
            assertThat(application.observe("health/ready").statusCode()).isEqualTo(200);

            assertThat(application.delete("/admin/replays/" + job).body()).contains("\"STOPPED\"");
            awaitStopped(application);
            order(application, 3, "drill");
            await().atMost(SOON).until(() -> held(prefix) == 1);
            assertThat(status(application, job).get("left").asInt()).isEqualTo(1);
            assertThat(application.observe("health/ready").statusCode()).isEqualTo(200);
            assertARedriveThatIsKilledHasItsEffectOnce(application, prefix, routes);
        }
    }

    @Test
    void aReplayOutlivesTheReplicaOnWhichItWasStarted() throws Exception {
        String prefix = "replay-pair-it-";
        String routes = withShortVisibility(ejected()).toString();
        try (EventforkProcess first = start(prefix, "--routes", routes);
                EventforkProcess second = start(prefix, "--routes", routes)) {
            order(first, 1, "pair");
            assertThat(command(first, "start", "--pipeline", "checkout-replay"))
                    .contains("RUNNING  checkout-replay to checkout-orders");
            String job = jobs(second).get(0).get("id").asText();
            first.kill();

            await().atMost(SOON).until(() -> held(prefix) == 0);
            order(second, 2, "pair");
            await().atMost(SOON).until(() -> held(prefix) == 0);
            assertThat(status(second, job).get("state").asText()).isEqualTo("RUNNING");
            HttpResponse<String> again = second.post("/admin/replays", START);
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(again.headers().firstValue("location")).hasValue("/admin/replays/" + job);

            assertThat(command(second, "stop", job)).contains(job + "  STOPPED");
            awaitStopped(second);
            order(second, 3, "pair");
            await().atMost(SOON).until(() -> held(prefix) == 1);
            assertThat(command(second, "status")).contains(job, "about 1 left in checkout-replay");
        }
    }

    /** Between the copy and the end of the letter, the letter is in both; a second run ends it. */
    private static void assertARedriveThatIsKilledHasItsEffectOnce(
            EventforkProcess application, String prefix, Path routes) {
        TestQueues queues = new TestQueues(CLOUD.sqs(), prefix);
        queues.send("checkout-orders-dlq", Orders.of(7, "redriven", "5"), Map.of());
        CompletableFuture<EventforkProcess> command = new CompletableFuture<>();
        CompletableFuture<String> receipt = new CompletableFuture<>();
        try (CloudProxy proxy = new CloudProxy(CLOUD.endpoint())) {
            proxy.rule(
                    call -> {
                        if (!call.acknowledges(prefix + "checkout-orders-dlq")) {
                            return CloudProxy.Fate.PASS;
                        }
                        command.join().kill();
                        receipt.complete(
                                call.body()
                                        .replaceFirst(
                                                "(?s).*\"ReceiptHandle\":\"([^\"]+)\".*", "$1"));
                        return CloudProxy.Fate.RESET;
                    });
            try (EventforkProcess process =
                    EventforkProcess.of(redrive(prefix, routes, proxy.endpoint()))) {
                command.complete(process);
                await().atMost(SOON).until(receipt::isDone);
            }
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(amount(prefix, "redriven", 7)).isEqualTo("5"));
        assertThat(queues.all("checkout-orders-dlq")).isEqualTo(1);

        queues.show("checkout-orders-dlq", receipt.join());
        assertThat(EventforkCommands.run(redrive(prefix, routes, CLOUD.endpoint())))
                .startsWith("0")
                .contains("1 sent to checkout-orders");

        queues.awaitEmpty("checkout-orders");
        assertThat(queues.all("checkout-orders-dlq")).isZero();
        assertThat(amount(prefix, "redriven", 7)).isEqualTo("5");
        assertThat(json(application.get("/checkout/orders/redriven"))).hasSize(1);
    }

    private static String[] redrive(String prefix, Path routes, URI endpoint) {
        return new String[] {
            "dlq",
            "redrive",
            "checkout-orders-dlq",
            "--endpoint",
            endpoint.toString(),
            "--routes",
            routes.toString(),
            "--config",
            CheckoutIT.configuration(prefix).toString()
        };
    }

    private Path ejected() {
        Path routes = folder.resolve("routes");
        try (EventforkProcess eject = EventforkProcess.of("routes", "eject", routes.toString())) {
            assertThat(eject.exitCode(SOON)).as(eject.output()).isZero();
        }
        return routes;
    }

    /**
     * The replica that is killed may hold a message: it comes back when its visibility has ended.
     */
    private static Path withShortVisibility(Path routes) throws IOException {
        Path resources = routes.resolve("checkout/resources.yaml");
        String declared = Files.readString(resources);
        String shortened =
                declared.replaceFirst("(checkout-replay:[^\\n]*\\s+visibility:) 120s", "$1 10s");
        assertThat(shortened).isNotEqualTo(declared);
        Files.writeString(resources, shortened);
        return routes;
    }

    private static EventforkProcess start(String prefix, String... options) {
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--config";
        all[options.length + 1] = CheckoutIT.configuration(prefix).toString();
        return EventforkProcess.application(CLOUD.endpoint(), all);
    }

    private static void order(EventforkProcess application, int id, String customer) {
        assertThat(application.post("/checkout", Orders.of(id, customer, "75")).statusCode())
                .isEqualTo(202);
    }

    private static String startReplay(EventforkProcess application) throws IOException {
        HttpResponse<String> started = application.post("/admin/replays", START);
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        String id = JSON.readTree(started.body()).get("id").asText();
        assertThat(started.headers().firstValue("location")).hasValue("/admin/replays/" + id);
        return id;
    }

    /** An edit that makes a new route of the pipeline that runs. */
    private static void renewTheReplayRoute(Path routes) throws IOException {
        Path pipelines = routes.resolve("checkout/pipelines.camel.yaml");
        Edit.of(
                pipelines,
                Files.readString(pipelines)
                        + """
                              - name: SubscriptionFilterPolicyScope
                                value: MessageBody
                        """);
    }

    private static void awaitStopped(EventforkProcess application) {
        await().atMost(SOON)
                .until(() -> application.output().contains("checkout-replay has stopped"));
    }

    /** How often the routes have been changed since the start. */
    private static int changes(EventforkProcess application) {
        return application.output().split("The routes were changed", -1).length - 1;
    }

    private static JsonNode status(EventforkProcess application, String job) {
        return json(application.get("/admin/replays/" + job));
    }

    private static JsonNode jobs(EventforkProcess application) {
        return json(application.get("/admin/replays"));
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String command(EventforkProcess application, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "replay";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--url";
        all[arguments.length + 2] = application.base().toString();
        try (EventforkProcess process = EventforkProcess.of(all)) {
            assertThat(process.exitCode(SOON)).as(process.output()).isZero();
            return process.output();
        }
    }

    /** What a row says of the amount; empty if there is no row. */
    private static String amount(String prefix, String customer, int id) {
        AttributeValue amount =
                CLOUD.dynamoDb()
                        .getItem(
                                get ->
                                        get.tableName(prefix + "checkout-orders")
                                                .consistentRead(true)
                                                .key(
                                                        Map.of(
                                                                "CustomerId",
                                                                AttributeValue.fromS(customer),
                                                                "DateOrderId",
                                                                AttributeValue.fromS(
                                                                        "2026-01-02T03:04:05+01:00-"
                                                                                + id))))
                        .item()
                        .get("PaymentAmount");
        return amount == null ? "" : amount.n() == null ? amount.s() : amount.n();
    }

    /** How many messages the replay queue holds, those in flight included. */
    private static int held(String prefix) {
        return new TestQueues(CLOUD.sqs(), prefix).all("checkout-replay");
    }
}
