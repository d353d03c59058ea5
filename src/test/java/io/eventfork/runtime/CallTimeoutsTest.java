package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

class CallTimeoutsTest {

    private final CallTimeouts timeouts = new CallTimeouts();

    @AfterEach
    void shutDown() {
        timeouts.shutdownNow();
    }

    @Test
    void runsWhatIsDueAndNotEarlier() {
        AtomicInteger runs = new AtomicInteger();
        long begin = System.nanoTime();

        ScheduledFuture<?> limit =
                timeouts.schedule(runs::incrementAndGet, 200, TimeUnit.MILLISECONDS);

        await().until(limit::isDone);
        assertThat(runs).hasValue(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThan(Duration.ofMillis(199));
        assertThat(timeouts.pending()).isZero();
    }

    @Test
    void forgetsWhatIsCancelled() {
        AtomicInteger runs = new AtomicInteger();

        ScheduledFuture<?> limit =
                timeouts.schedule(runs::incrementAndGet, 1, TimeUnit.MILLISECONDS);
        ScheduledFuture<?> later = timeouts.schedule(() -> {}, 1, TimeUnit.HOURS);
        later.cancel(false);

        await().until(limit::isDone);
        assertThat(later.isCancelled()).isTrue();
        assertThat(timeouts.pending()).isZero();
    }

    @Test
    void goesOnAfterATaskThatFails() {
        ScheduledFuture<?> failing =
                timeouts.schedule(
                        () -> {
                            throw new IllegalStateException("no");
                        },
                        0,
                        TimeUnit.MILLISECONDS);
        await().until(failing::isDone);

        ScheduledFuture<?> next = timeouts.schedule(() -> {}, 0, TimeUnit.MILLISECONDS);

        await().until(next::isDone);
    }

    @Test
    void takesNothingAfterItsEnd() throws InterruptedException {
        timeouts.shutdown();

        assertThat(timeouts.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> timeouts.schedule(() -> {}, 1, TimeUnit.SECONDS))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void endsACallThatNobodyAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SqsClient client =
                        SqsClient.builder()
                                .endpointOverride(
                                        URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                                .region(Region.US_EAST_1)
                                .credentialsProvider(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create("x", "x")))
                                .overrideConfiguration(
                                        o ->
                                                o.apiCallTimeout(Duration.ofMillis(300))
                                                        .scheduledExecutorService(timeouts))
                                .build()) {
            assertThatThrownBy(client::listQueues).isInstanceOf(ApiCallTimeoutException.class);
        }
    }
}
