package io.eventfork.localcloud;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = MINUTES)
class LocalCloudLifecycleIT {

    @Test
    void leavesNoThreadAndNoTemporaryFile() throws IOException {
        SharedLocalCloud.get();
        Set<Thread> threads = threads();
        Set<Path> files = temporaryFiles();

        try (LocalCloud cloud = LocalCloud.start(options(0))) {
            assertThat(cloud.endpoint()).isNotEqualTo(SharedLocalCloud.get().endpoint());
            assertThat(threads()).hasSizeGreaterThan(threads.size());
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(threads()).isSubsetOf(threads));
        assertThat(temporaryFiles()).isSubsetOf(files);
    }

    @Test
    void leavesNothingOfOpenSearchEither() throws IOException {
        Set<Thread> threads = threads();
        Set<Path> files = temporaryFiles();

        try (LocalCloud cloud = LocalCloud.start(new LocalCloudOptions(0, 0, line -> {}))) {
            assertThat(cloud.openSearch().toCompletableFuture())
                    .succeedsWithin(Duration.ofMinutes(2));
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(threads()).isSubsetOf(threads));
        assertThat(temporaryFiles()).isSubsetOf(files);
    }

    @Test
    void namesThePortThatIsTakenAndLeavesNoThread() throws IOException {
        SharedLocalCloud.get();
        Set<Thread> threads = threads();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(LocalCloudException.class)
                    .isThrownBy(() -> LocalCloud.start(options(taken.getLocalPort())))
                    .withMessage(
                            "The local cloud cannot listen on 127.0.0.1:%d (Address already in use);"
                                    + " stop what uses the port, or choose another.",
                            taken.getLocalPort());
        }
        await().untilAsserted(() -> assertThat(threads()).isSubsetOf(threads));
    }

    private static LocalCloudOptions options(int port) {
        return new LocalCloudOptions(port, LocalCloudOptions.WITHOUT_OPENSEARCH, line -> {});
    }

    /** Without those of the JDK and of the test libraries. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(
                        thread ->
                                !Set.of("system", "InnocuousThreadGroup")
                                        .contains(thread.getThreadGroup().getName()))
                .filter(thread -> !thread.getName().matches("junit-.*|awaitility.*"))
                .collect(toSet());
    }

    private static Set<Path> temporaryFiles() throws IOException {
        Set<Path> all = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            files.forEach(all::add);
        }
        return all;
    }
}
