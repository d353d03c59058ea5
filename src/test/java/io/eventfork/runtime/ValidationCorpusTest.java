package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.eventfork.runtime.Validation.Outcome;
import io.eventfork.runtime.inspection.Finding;
import io.eventfork.runtime.inspection.Finding.Severity;
import io.eventfork.runtime.routes.BuiltInRoutes;
import io.eventfork.runtime.routes.RouteSource;
import io.eventfork.runtime.routes.RouteTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of broken files: each is a built-in file with one passage replaced, as {@code
 * validate/corpus.yaml} lists them.
 */
class ValidationCorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/validate/corpus.yaml");

    private static Validation validation;

    /**
     * One broken file.
     *
     * @param file the built-in file
     * @param replace a passage of it
     * @param with what stands there instead
     * @param at how the text begins at the place that is named
     * @param says the message
     * @param severity {@code warning}, or nothing for an error
     * @param findings how many findings there are in all, or 0 for that one
     */
    record Broken(
            String file,
            String replace,
            String with,
            String at,
            String says,
            String severity,
            int findings) {

        @Override
        public String toString() {
            return file + ": " + with.strip().lines().findFirst().orElse("without " + replace);
        }
    }

    static List<Broken> corpus() throws IOException {
        return Arrays.asList(new YAMLMapper().readValue(CORPUS.toFile(), Broken[].class));
    }

    @BeforeAll
    static void open() {
        validation =
                Validation.of(
                        Settings.load(Map.of(), Optional.empty(), Map.of(), new Properties()));
    }

    @AfterAll
    static void close() {
        validation.close();
    }

    @Test
    void thereAreAtLeastSixtyOfThem() throws IOException {
        assertThat(corpus()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    }

    @Test
    void theBuiltInFilesHaveNoFinding() throws IOException {
        BuiltInRoutes builtIn = RouteSource.builtIn(Set.of());

        assertThat(validation.validate(builtIn.read(), builtIn::location).findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void isFoundAndExplained(Broken broken) throws IOException {
        BuiltInRoutes builtIn = RouteSource.builtIn(useCases(broken.file()));
        TreeMap<String, String> files = new TreeMap<>(builtIn.read().files());
        assertThat(files.get(broken.file())).contains(broken.replace());
        files.computeIfPresent(
                broken.file(),
                (path, text) -> {
                    int start = text.indexOf(broken.replace());
                    return text.substring(0, start)
                            + broken.with()
                            + text.substring(start + broken.replace().length());
                });

        Outcome outcome =
                validation.validate(
                        new RouteTree(files, new TreeMap<>(), new TreeSet<>()), builtIn::location);

        assertThat(outcome.findings())
                .hasSize(Math.max(1, broken.findings()))
                .anySatisfy(
                        finding -> {
                            assertThat(finding.text()).isEqualTo(broken.says());
                            assertThat(textAt(finding, files)).startsWith(broken.at());
                            assertThat(finding.severity()).isEqualTo(severity(broken));
                        });
    }

    private static Severity severity(Broken broken) {
        return broken.severity() == null
                ? Severity.ERROR
                : Severity.valueOf(broken.severity().toUpperCase(Locale.ROOT));
    }

    private static String textAt(Finding finding, Map<String, String> files) {
        return files.get(finding.file())
                .lines()
                .toList()
                .get(finding.line() - 1)
                .substring(finding.column() - 1);
    }

    /** Fewer files are judged sooner. */
    private static Set<String> useCases(String file) {
        String folder = RouteTree.app(file);
        return folder.equals("pipelines") ? Set.of("checkout", "fulfilment") : Set.of(folder);
    }
}
