package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.event.StrictJson;
import io.eventfork.localcloud.SharedLocalCloud;
import io.eventfork.runtime.CloudTemplate;
import io.eventfork.runtime.Provisioning;
import io.eventfork.runtime.Settings;
import io.eventfork.template.IamCall;
import io.eventfork.template.TemplateReader;
import io.eventfork.template.TemplateReader.Statement;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The policies of the template allow every call that a running application makes: all use cases run
 * in one process whose calls are noted on their way to the cloud.
 */
class PoliciesIT {

    private static final String PREFIX = "policies-it-";
    private static final Duration SOON = Duration.ofMinutes(2);

    /**
     * Camel asks when a route starts whether the bucket is there, and goes on when it may not know.
     */
    private static final String PROBE = "HEAD";

    private final SharedLocalCloud cloud = SharedLocalCloud.get();
    private final Set<IamCall> calls = ConcurrentHashMap.newKeySet();
    private EventforkProcess application;

    @Test
    void everyCallOfTheApplicationIsAllowed(@TempDir Path folder) throws Exception {
        Map<String, String> options =
                Map.of(
                        "eventfork.prefix",
                        PREFIX,
                        "eventfork.bucket-suffix",
                        "-it",
                        "eventfork.endpoint",
                        cloud.endpoint().toString(),
                        "tasks.stream-processor.batch-window",
                        "100ms",
                        "cart.mail.folder",
                        folder.resolve("mail").toString());
        Settings settings = Settings.load(options, Optional.empty(), Map.of(), new Properties());
        assertThat(Provisioning.run(settings, false).satisfied()).isTrue();
        List<Statement> allowed = new TemplateReader(CloudTemplate.of(settings).yaml()).policies();
        Path configuration = folder.resolve("settings.properties");
        try (var writer = Files.newBufferedWriter(configuration)) {
            Properties file = new Properties();
            file.putAll(options);
            file.remove("eventfork.endpoint");
            file.store(writer, null);
        }

        try (CloudProxy proxy = new CloudProxy(cloud.endpoint())) {
            proxy.rule(this::note);
            application =
                    EventforkProcess.application(
                            List.of("-Daws.cborEnabled=false"),
                            proxy.endpoint(),
                            "--config",
                            configuration.toString());
            checkOut();
            replay();
            shop();
            cart();
            fulfil();
            runTasks();
            assertThat(application.terminate()).isZero();
        } finally {
            if (application != null) {
                application.close();
            }
        }

        assertThat(calls)
                .hasSizeGreaterThan(60)
                .allSatisfy(
                        call ->
                                assertThat(allowed)
                                        .as(call.toString())
                                        .anyMatch(
                                                statement ->
                                                        statement.allows(
                                                                call.action(), call.resource())));
    }

    private CloudProxy.Fate note(CloudProxy.Call call) {
        boolean isProbe = call.method().equals(PROBE) && call.uri().getPath().split("/").length < 3;
        if (!isProbe) {
            calls.addAll(
                    IamCall.of(
                            call.service(), call.action(), call.method(), call.uri(), call.body()));
        }
        return CloudProxy.Fate.PASS;
    }

    private boolean isCalled(String action, String resource) {
        return calls.stream()
                .anyMatch(
                        c -> c.action().equals(action) && c.resource().contains(PREFIX + resource));
    }

    private void awaitCall(String action, String resource) {
        await().atMost(SOON)
                .alias(action + " on " + resource)
                .until(() -> isCalled(action, resource));
    }

    private void checkOut() {
        assertThat(application.post("/checkout", Orders.of(1, "p", "5")).statusCode())
                .isEqualTo(202);
        awaitCall("dynamodb:PutItem", "checkout-orders");
        awaitCall("sqs:DeleteMessage", "checkout-orders");
        assertThat(application.get("/checkout/orders/p").statusCode()).isEqualTo(200);
        await().atMost(SOON)
                .until(
                        () -> {
                            application.post("/admin/pipelines/checkout-backup/flush", "");
                            return isCalled("s3:PutObject", "checkout-backup");
                        });
    }

    private void replay() throws Exception {
        HttpResponse<String> started =
                application.post("/admin/replays", "{\"pipeline\":\"checkout-replay\"}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        String job = started.headers().firstValue("location").orElseThrow();
        awaitCall("sqs:SendMessage", "checkout-orders");
        await().atMost(SOON)
                .until(
                        () ->
                                StrictJson.parse(application.get(job).body()).path("moved").asInt()
                                        > 0);
        application.get("/admin/replays");
        assertThat(application.delete(job).statusCode()).isEqualTo(200);
        replayTheBackup();
    }

    private void replayTheBackup() {
        HttpResponse<String> started =
                application.post(
                        "/admin/replays",
                        "{\"pipeline\":\"checkout-replay\",\"source\":\"backup\"}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        String job = started.headers().firstValue("location").orElseThrow();
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(application.get(job).body())
                                        .contains("\"state\":\"FINISHED\""));
        assertThat(isCalled("s3:ListBucket", "checkout-backup")).isTrue();
        assertThat(isCalled("s3:GetObject", "checkout-backup")).isTrue();
    }

    private void shop() throws Exception {
        String product =
                application
                        .post("/product", "{\"name\":\"n\",\"price\":950,\"category\":\"c\"}")
                        .headers()
                        .firstValue("location")
                        .orElseThrow();
        String item =
                "{\"userName\":\"u\",\"items\":[{\"quantity\":2,\"price\":950,\"productId\":\"%s\"}]}"
                        .formatted(product.substring(product.lastIndexOf('/') + 1));
        application.post("/basket", item);
        application.put(product, "{\"price\":899.90}");
        awaitCall("dynamodb:UpdateItem", "basket");
        application.get("/product?category=c");
        application.get("/product");
        application.get("/basket");
        application.get("/basket/u");
        assertThat(
                        application
                                .post(
                                        "/basket/checkout",
                                        "{\"userName\":\"u\",\"firstName\":\"m\"}")
                                .statusCode())
                .isEqualTo(202);
        awaitCall("dynamodb:PutItem", "order");
        awaitCall("dynamodb:BatchWriteItem", "shop-outbox");
        application.get("/order");
        application.get("/order/u");
        application.post("/basket", item);
        application.delete("/basket/u");
        assertThat(application.delete(product).statusCode()).isEqualTo(204);
    }

    private void cart() {
        application.post("/cart/items", "{\"user\":\"u\",\"product\":\"Ball\"}");
        await().atMost(SOON)
                .until(
                        () ->
                                calls.stream()
                                        .anyMatch(
                                                c ->
                                                        c.action()
                                                                .equals(
                                                                        "scheduler:CreateSchedule")));
        application.get("/cart/items/u");
        application.delete("/cart/items/u/Ball");
        await().atMost(SOON)
                .until(
                        () ->
                                calls.stream()
                                        .anyMatch(
                                                c ->
                                                        c.action()
                                                                .equals(
                                                                        "scheduler:DeleteSchedule")));
        awaitCall("sqs:DeleteMessage", "cart-checkouts");
    }

    private void fulfil() {
        assertThat(application.post("/fulfilment/order", "{\"customerId\":\"u\"}").statusCode())
                .isEqualTo(200);
        awaitCall("dynamodb:PutItem", "eda-shipping-table");
        awaitCall("sqs:DeleteMessage", "test-proxy-queue");
        application.get("/fulfilment/orders/u");
        application.get("/fulfilment/shipments/u");
    }

    private void runTasks() {
        assertThat(application.post("/customers", "{\"FirstName\":\"u\"}").statusCode())
                .isEqualTo(200);
        awaitCall("dynamodb:PutItem", "customers");
        awaitCall("kinesis:GetRecords", "customers");
        awaitCall("dynamodb:UpdateItem", "control");
        awaitCall("s3:DeleteObject", "tasks-claims");
    }
}
