package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many callers at a time, while the topic is slow, or away, or the application stops. */
class IntakeIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final int CALLERS = 64;
    private static final int SLOTS = 4;

    /** What one process held when it was ended is not in the way of the next. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(1);
    private CloudProxy proxy;
    private EventforkProcess application;

    @BeforeEach
    void start() {
        proxy = new CloudProxy(CLOUD.endpoint());
        application =
                EventforkProcess.application(
                        proxy.endpoint(),
                        "--config",
                        CheckoutIT.configuration(
                                        "intake-it-" + NUMBER.incrementAndGet() + "-",
                                        "checkout.intake.publish-wait=5m")
                                .toString());
    }

    @AfterEach
    void stop() {
        open.countDown();
        application.close();
        proxy.close();
        threads.shutdown();
    }

    /** Holds what goes to the topic until the test opens it, and then does what it says. */
    private void hold(CloudProxy.Fate then) {
        proxy.rule(
                call -> {
                    if (!call.body().startsWith("Action=PublishBatch")) {
                        return CloudProxy.Fate.PASS;
                    }
                    requests.incrementAndGet();
                    try {
                        return open.await(60, TimeUnit.SECONDS) ? then : CloudProxy.Fate.STALL;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return CloudProxy.Fate.RESET;
                    }
                });
    }

    private List<CompletableFuture<HttpResponse<String>>> call(String customer) {
        return IntStream.range(0, CALLERS).mapToObj(id -> call(id, customer)).toList();
    }

    private CompletableFuture<HttpResponse<String>> call(int id, String customer) {
        return CompletableFuture.supplyAsync(
                () -> application.post("/checkout", Orders.of(id, customer, "5")), threads);
    }

    private static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> caller)
            throws Exception {
        return caller.get(2, TimeUnit.MINUTES);
    }

    private void awaitAllSlotsBusy() {
        await().until(() -> requests.get() == SLOTS);
    }

    @Test
    void manyCallersShareRequests() throws Exception {
        hold(CloudProxy.Fate.PASS);
        List<CompletableFuture<HttpResponse<String>>> callers = call("shared");
        awaitAllSlotsBusy();
        open.countDown();

        for (CompletableFuture<HttpResponse<String>> caller : callers) {
            assertThat(answer(caller).statusCode()).as(answer(caller).body()).isEqualTo(202);
        }
        assertThat(requests.get()).isLessThan(CALLERS);
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                application
                                                .get("/checkout/orders/shared?limit=200")
                                                .body()
                                                .split("DateOrderId", -1)
                                                .length
                                        == CALLERS + 1);
    }

    @Test
    void everyCallerIsToldToSendAgainWhenTheTopicGoesAway() throws Exception {
        hold(CloudProxy.Fate.RESET);
        List<CompletableFuture<HttpResponse<String>>> callers = call("away");
        awaitAllSlotsBusy();
        open.countDown();

        for (CompletableFuture<HttpResponse<String>> caller : callers) {
            assertThat(answer(caller).statusCode()).as(answer(caller).body()).isEqualTo(503);
            assertThat(answer(caller).headers().firstValue("retry-after")).isPresent();
            assertThat(answer(caller).body()).contains("again").doesNotContain("4111");
        }
        assertThat(application.output()).doesNotContain("4111 1111", "4111111111111111", "card-");
    }

    @Test
    void everyCallerIsAnsweredWhenTheApplicationIsToldToStop() throws Exception {
        hold(CloudProxy.Fate.PASS);
        List<CompletableFuture<HttpResponse<String>>> callers = call("stopped");
        awaitAllSlotsBusy();
        CompletableFuture<Integer> stopped = CompletableFuture.supplyAsync(application::terminate);
        List<CompletableFuture<HttpResponse<String>>> late = new CopyOnWriteArrayList<>();
        await().until(
                        () -> {
                            // One that comes before the stop does waits with the others.
                            late.add(call(99, "late"));
                            return late.stream()
                                    .filter(CompletableFuture::isDone)
                                    .anyMatch(one -> one.join().statusCode() == 503);
                        });
        open.countDown();

        int accepted = 0;
        for (CompletableFuture<HttpResponse<String>> caller : callers) {
            assertThat(answer(caller).statusCode()).isIn(202, 503);
            accepted += answer(caller).statusCode() == 202 ? 1 : 0;
        }
        assertThat(accepted).isGreaterThanOrEqualTo(SLOTS);
        stopped.get(2, TimeUnit.MINUTES);
    }
}
