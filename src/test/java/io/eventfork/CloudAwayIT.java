package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cloud that refuses, breaks off or swallows calls, and comes back. */
class CloudAwayIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final Duration SOON = Duration.ofMinutes(2);

    /** No caller waits for ever, whatever the cloud does. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    private CloudProxy proxy;
    private EventforkProcess application;

    @BeforeEach
    void start() {
        proxy = new CloudProxy(CLOUD.endpoint());
        application =
                EventforkProcess.application(
                        proxy.endpoint(),
                        "--config",
                        CheckoutIT.configuration("away-it-", "eventfork.aws.call-timeout=5s")
                                .toString());
    }

    @AfterEach
    void stop() {
        application.close();
        proxy.close();
    }

    @Test
    void callersAreToldToRetryAndEverythingRecoversByItself() {
        int id = 0;
        proxy.refuse();
        assertAway(++id);
        proxy.accept();
        assertRecovers(++id);

        proxy.rule(call -> CloudProxy.Fate.RESET);
        assertAway(++id);
        proxy.rule(call -> CloudProxy.Fate.PASS);
        assertRecovers(++id);

        proxy.rule(call -> CloudProxy.Fate.STALL);
        assertAway(++id);
        proxy.rule(call -> CloudProxy.Fate.PASS);
        assertRecovers(++id);
    }

    private void assertAway(int id) {
        long began = System.nanoTime();
        HttpResponse<String> refused = order(id, "away-" + id);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("content-type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        await().atMost(SOON)
                .untilAsserted(
                        () -> {
                            HttpResponse<String> health = application.observe("health/ready");
                            assertThat(health.statusCode()).isEqualTo(503);
                            assertThat(health.body()).contains("The cloud does not answer");
                        });
        assertThat(application.observe("health/live").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> order(int id, String customer) {
        return application.post("/checkout", Orders.of(id, customer, "5"));
    }

    private void assertRecovers(int id) {
        await().atMost(SOON).until(() -> application.observe("health/ready").statusCode() == 200);
        String customer = "away-" + id;
        await().atMost(SOON).until(() -> order(id, customer).statusCode() == 202);
        await().atMost(SOON)
                .until(() -> application.get("/checkout/orders/" + customer).body().length() > 2);
    }
}
