package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A start during which the cloud takes its time to say whether the shop's tables are there. */
class StartIT {

    private static final Duration SOON = Duration.ofMinutes(2);

    private final CountDownLatch shop = new CountDownLatch(1);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void ordersAreLetInWhileTheRestStartsAndNothingElseIsSaidToBeMissingForGood() throws Exception {
        int port = TestPorts.free();
        int observePort = TestPorts.free();
        URI base = URI.create("http://127.0.0.1:" + port);
        URI ready = URI.create("http://127.0.0.1:%d/observe/health/ready".formatted(observePort));
        try (CloudProxy proxy = new CloudProxy(SharedLocalCloud.get().endpoint())) {
            proxy.rule(this::holdUpTheShop);
            try (EventforkProcess application =
                    EventforkProcess.with(
                            Map.of(
                                    "EVENTFORK_PREFIX", "start-it-",
                                    "EVENTFORK_PROVISION", "create",
                                    "EVENTFORK_AWS_CALL_TIMEOUT", "5m"),
                            "--endpoint",
                            proxy.endpoint().toString(),
                            "--port",
                            Integer.toString(port),
                            "--observe-port",
                            Integer.toString(observePort))) {
                await().atMost(SOON)
                        .ignoreExceptions()
                        .until(() -> post(base.resolve("/checkout")).statusCode() == 202);

                HttpResponse<String> products = get(base.resolve("/product"));
                assertThat(products.statusCode()).isEqualTo(503);
                assertThat(products.headers().firstValue("retry-after")).isPresent();
                assertThat(products.headers().firstValue("content-type"))
                        .hasValue("application/problem+json");
                HttpResponse<String> orders = get(base.resolve("/checkout/orders/1"));
                assertThat(orders.statusCode()).isEqualTo(503);
                HttpResponse<String> health = get(ready);
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(health.body()).contains("The routes are starting");
                assertThat(application.output()).doesNotContain("Eventfork is ready");

                shop.countDown();

                application.awaitReady();
                assertThat(get(base.resolve("/product")).statusCode()).isEqualTo(200);
                assertThat(get(base.resolve("/nowhere")).statusCode()).isEqualTo(404);
                await().atMost(SOON).until(() -> get(ready).statusCode() == 200);
                await().atMost(SOON)
                        .until(
                                () ->
                                        get(base.resolve("/checkout/orders/1"))
                                                .body()
                                                .contains("2026-01-02"));
            }
        }
    }

    private CloudProxy.Fate holdUpTheShop(CloudProxy.Call call) {
        if (call.action().equals("DescribeTable") && call.body().contains("start-it-product")) {
            try {
                shop.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return CloudProxy.Fate.PASS;
    }

    private HttpResponse<String> post(URI uri) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(Orders.of(1, "1", "5")))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
