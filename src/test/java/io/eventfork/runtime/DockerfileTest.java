package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the container image takes for granted of the application and its build. */
class DockerfileTest {

    private static final Pattern JAR_OF_LOCAL_CLOUD =
            Pattern.compile(
                    "/((?:eu/maveniverse|org/apache/maven|org/codehaus/plexus)\\b.*)/[^/]+/[^/]+/[^/]+\\.jar$");

    private final String dockerfile = read("Dockerfile");
    private final Settings settings =
            Settings.load(Map.of(), Optional.empty(), Map.of(), new Properties());

    @Test
    void setsOnlyVariablesThatAreSettings() {
        List<String> variables = settings.all().keySet().stream().map(Settings::variable).toList();

        assertThat(found("\\b(EVENTFORK_[A-Z_]+)")).isNotEmpty().isSubsetOf(variables);
    }

    @Test
    void mountsRouteFilesAndSecretsReadOnlyWhereverItShowsAMount() {
        for (String file : new String[] {"Dockerfile", "docs/security.md"}) {
            assertThat(found(read(file), " -v (\\S+ ?\\S*:\\S+)"))
                    .as(file)
                    .isNotEmpty()
                    .allMatch(mount -> mount.endsWith(":ro\""));
        }
    }

    @Test
    void exposesAndProbesTheDefaultPorts() {
        String port = settings.text("eventfork.port");
        String observePort = settings.text("eventfork.observe-port");

        assertThat(dockerfile)
                .contains("EXPOSE " + port + " " + observePort + "\n")
                .contains("${EVENTFORK_OBSERVE_PORT:-" + observePort + "}")
                .contains("/observe/health/live");
    }

    @Test
    void copiesOnlyWhatTheIgnoreFileLetsThrough() {
        List<String> allowed =
                read(".dockerignore")
                        .lines()
                        .filter(line -> line.startsWith("!"))
                        .map(line -> line.substring(1))
                        .toList();
        for (String line : found("COPY ((?!--from).*) \\S+\\n")) {
            assertThat(line.split(" ")).isSubsetOf(allowed).allMatch(path -> exists(path));
        }
    }

    @Test
    void leavesOutEveryLibraryOfTheLocalCloud() {
        assertThat(dockerfile).contains("-Pimage");
        String excluded = found(read("pom.xml"), "<eventfork.lib.excluded-groups>([^<]+)<").get(0);

        List<String> groups =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .flatMap(jar -> found(jar, JAR_OF_LOCAL_CLOUD.pattern()).stream())
                        .map(path -> path.replace('/', '.'))
                        .distinct()
                        .toList();
        assertThat(groups).isNotEmpty().isSubsetOf(excluded.split(","));
    }

    private List<String> found(String regex) {
        return found(dockerfile, regex);
    }

    private static List<String> found(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static boolean exists(String path) {
        return Files.exists(Path.of(path));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
