package io.eventfork.localcloud;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.PackagedJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The local cloud as a process of its own, as {@code eventfork cloud} starts it. */
@Timeout(value = 10, unit = MINUTES)
class LocalCloudProcessIT {

    @TempDir private Path folder;

    @Test
    void saysOnlyWhatMattersAndLeavesNoTemporaryFile() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=" + temporary,
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.eventfork.Eventfork",
                                "cloud",
                                "--port",
                                "0",
                                "--opensearch-port",
                                "0")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            await().atMost(4, MINUTES)
                    .until(() -> Files.readString(output).contains("OpenSearch is ready: "));
            process.destroy();
            assertThat(process.waitFor(2, MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }

        List<String> lines =
                Files.readAllLines(output).stream()
                        .filter(PackagedJar::isNoRemarkOnTheMachine)
                        .filter(line -> !line.startsWith("\tat "))
                        .toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .isEqualTo(
                        "Starting the local cloud. DynamoDB Local is used under the AWS DynamoDB"
                                + " Local licence.");
        assertThat(lines.get(1)).startsWith("The local cloud is ready: http://127.0.0.1:");
        assertThat(lines.get(2)).startsWith("OpenSearch is ready: http://127.0.0.1:");
        assertThat(lines.get(3)).isEqualTo("The local cloud has stopped; what it held is gone.");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }
}
