package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build says that the application consists of, and that it refuses. */
class SbomTest {

    private static final Path LICENCES = Path.of("src", "build", "licences.txt");

    @TempDir Path target;

    private record Outcome(int exitCode, String output) {}

    @BeforeEach
    void packageThreeLibraries() throws Exception {
        Files.createDirectory(target.resolve("lib"));
        for (String name : new String[] {"slf4j-api", "logback-classic", "picocli"}) {
            Files.createFile(target.resolve("lib").resolve(jar(name).getFileName()));
        }
    }

    @Test
    void listsEveryLibraryWithItsHashAndLicences() throws Exception {
        Outcome outcome = run(LICENCES);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        JsonNode bom = new ObjectMapper().readTree(target.resolve("bom.json").toFile());
        assertThat(bom.path("bomFormat").textValue()).isEqualTo("CycloneDX");
        assertThat(bom.path("components").findValuesAsText("name"))
                .contains("slf4j-api", "logback-classic", "picocli");
        JsonNode logback = bom.path("components").get(0);
        assertThat(logback.path("purl").textValue())
                .isEqualTo(
                        "pkg:maven/ch.qos.logback/logback-classic@%s?type=jar"
                                .formatted(version("logback-classic")));
        assertThat(logback.path("hashes").get(0).path("content").textValue())
                .matches("[0-9a-f]{64}");
        assertThat(logback.path("licenses").findValuesAsText("id")).contains("EPL-1.0");
        assertThat(Files.readString(target.resolve("THIRD-PARTY.txt")))
                .contains("\nEPL-1.0\n  ch.qos.logback:logback-classic:", "\nMIT\n  org.slf4j:");
    }

    @Test
    void aLibraryWithoutALicenceOfTheListFailsTheBuild() throws Exception {
        Path list = target.resolve("licences.txt");
        Files.write(
                list,
                Files.readAllLines(LICENCES).stream()
                        .filter(line -> !line.startsWith("MIT "))
                        .toList());

        Outcome outcome = run(list);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output().strip().lines())
                .containsExactly(
                        "No licence of " + list + ":",
                        "  org.slf4j:slf4j-api:%s has [MIT]".formatted(version("slf4j-api")));
    }

    private Outcome run(Path licences) throws Exception {
        // group/name/version/file below the repository.
        Path repository = jar("picocli").getParent().getParent().getParent().resolve("../..");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Path.of("src", "build", "Sbom.java").toString(),
                                        target.toString(),
                                        licences.toString(),
                                        repository.normalize().toString(),
                                        "1.0"))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private static String version(String name) {
        return jar(name).getParent().getFileName().toString();
    }

    private static Path jar(String name) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(file -> file.getFileName().toString().matches(name + "-[0-9.]+\\.jar"))
                .findFirst()
                .orElseThrow();
    }
}
