package io.eventfork.localcloud;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cloud started in a thread group of its own, in which all its threads are. */
@Timeout(value = 10, unit = MINUTES)
class LocalCloudLifecycleIT {

    private final ThreadGroup group = new ThreadGroup("lifecycle");

    @Test
    void runsTwiceInOneProcessAndLeavesNoThread() throws Exception {
        try (LocalCloud cloud = inGroup(() -> LocalCloud.start(options(0)))) {
            assertThat(cloud.endpoint()).isNotEqualTo(SharedLocalCloud.get().endpoint());
            assertThat(threads()).hasSizeGreaterThan(5);
        }

        awaitNoThread();
    }

    @Test
    void leavesNoThreadOfOpenSearchEither() throws Exception {
        try (LocalCloud cloud =
                inGroup(() -> LocalCloud.start(new LocalCloudOptions(0, 0, line -> {})))) {
            assertThat(cloud.openSearch().toCompletableFuture())
                    .succeedsWithin(Duration.ofMinutes(4));
        }

        awaitNoThread();
    }

    @Test
    void closesWhileOpenSearchIsStarting() throws Exception {
        inGroup(() -> LocalCloud.start(new LocalCloudOptions(0, 0, line -> {}))).close();

        awaitNoThread();
    }

    @Test
    void namesThePortThatIsTakenAndLeavesNoThread() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(LocalCloudException.class)
                    .isThrownBy(
                            () -> inGroup(() -> LocalCloud.start(options(taken.getLocalPort()))))
                    .withMessage(
                            "The local cloud cannot listen on 127.0.0.1:%d (Address already in use);"
                                    + " stop what uses the port, or choose another with"
                                    + " --cloud-port.",
                            taken.getLocalPort());
        }
        awaitNoThread();
    }

    private static LocalCloudOptions options(int port) {
        return new LocalCloudOptions(port, LocalCloudOptions.WITHOUT_OPENSEARCH, line -> {});
    }

    private <T> T inGroup(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(group, task, "starter").start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private void awaitNoThread() {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    /** All but those that live as long as the process. */
    private List<String> threads() {
        Thread[] threads = new Thread[1_000];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .map(Thread::getName)
                .filter(name -> !name.equals("idle-connection-reaper"))
                .toList();
    }
}
