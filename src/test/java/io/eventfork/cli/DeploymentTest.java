package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The examples in {@code docs/deploy} name only what there is, and keep their promises. */
class DeploymentTest {

    private static final Path FOLDER = Path.of("docs", "deploy");

    /** How much longer than Eventfork's own limit whoever stops it waits. */
    private static final int MARGIN_SECONDS = 10;

    private final CommandLine commands = EventforkCommand.commandLine();
    private final Map<String, String> settings =
            new SettingsReference(commands)
                    .settings().stream()
                            .collect(
                                    Collectors.toMap(
                                            SettingsReference.Setting::name,
                                            SettingsReference.Setting::byDefault));
    private final Set<String> variables =
            settings.keySet().stream()
                    .map(name -> name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                    .collect(Collectors.toSet());

    @Test
    void theUnitStartsACommandWithOptionsThatThereAre() {
        String start = unit().get("ExecStart").get(0);
        String[] arguments = start.substring(start.indexOf(".jar ") + 5).split(" ");

        CommandLine.ParseResult parsed = commands.parseArgs(arguments);

        assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("run");
        assertThat(parsed.subcommand().unmatched()).isEmpty();
    }

    @Test
    void theUnitSetsVariablesThatAreSettings() {
        assertThat(unit().get("Environment"))
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line.substring(0, line.indexOf('='))).isIn(variables));
    }

    @Test
    void theUnitLetsRunningWorkEnd() {
        Map<String, List<String>> unit = unit();

        assertThat(Integer.parseInt(unit.get("TimeoutStopSec").get(0).replace("s", "")))
                .isGreaterThanOrEqualTo(stopLimit() + MARGIN_SECONDS);
        assertThat(unit.getOrDefault("KillSignal", List.of("SIGTERM"))).containsExactly("SIGTERM");
    }

    @Test
    void theUnitIsHardenedAsFarAsJavaAllows() {
        Map<String, List<String>> unit = unit();

        for (String yes :
                List.of(
                        "DynamicUser",
                        "NoNewPrivileges",
                        "ProtectHome",
                        "ProtectClock",
                        "ProtectHostname",
                        "ProtectKernelLogs",
                        "ProtectKernelModules",
                        "ProtectKernelTunables",
                        "ProtectControlGroups",
                        "PrivateTmp",
                        "PrivateDevices",
                        "PrivateUsers",
                        "RestrictNamespaces",
                        "RestrictRealtime",
                        "RestrictSUIDSGID",
                        "LockPersonality")) {
            assertThat(unit).containsEntry(yes, List.of("yes"));
        }
        assertThat(unit)
                .containsEntry("ProtectSystem", List.of("strict"))
                .containsEntry("CapabilityBoundingSet", List.of(""))
                .containsEntry("SystemCallFilter", List.of("@system-service", "~@privileged"))
                // Java compiles while it runs.
                .doesNotContainKey("MemoryDenyWriteExecute")
                .doesNotContainKey("ReadWritePaths");
        assertThat(unit.get("ReadOnlyPaths").get(0)).contains("/etc/eventfork");
    }

    @Test
    void systemdUnderstandsTheUnitWhereItIsInstalled() throws Exception {
        assumeThat(systemd("--version")).as("systemd is installed").isPresent();

        String said = systemd("verify", FOLDER.resolve("eventfork.service").toString()).orElse("");

        // That this machine has no Java there is no fault of the unit.
        assertThat(said.lines().filter(line -> !line.contains("is not executable")))
                .noneMatch(line -> line.contains("eventfork.service"));
        assertThat(said).doesNotContain("Unknown");
    }

    @Test
    void theTaskSetsVariablesThatAreSettings() throws IOException {
        JsonNode container = task().at("/containerDefinitions/0");
        List<String> names = new ArrayList<>();
        container.get("environment").forEach(one -> names.add(one.get("name").asText()));
        container.get("secrets").forEach(one -> names.add(one.get("name").asText()));

        assertThat(names).isNotEmpty().isSubsetOf(variables).doesNotHaveDuplicates();
        container
                .get("environment")
                .forEach(
                        one ->
                                assertThat(one.get("name").asText())
                                        .as("a secret is no plain variable")
                                        .doesNotMatch(".*(PASSWORD|SECRET|TOKEN|KEY).*"));
    }

    @Test
    void theTaskRunsACommandWithOptionsThatThereAre() throws IOException {
        List<String> arguments = new ArrayList<>();
        task().at("/containerDefinitions/0/command").forEach(one -> arguments.add(one.asText()));

        assertThat(commands.parseArgs(arguments.toArray(String[]::new)).subcommand().unmatched())
                .isEmpty();
    }

    @Test
    void theTaskMayWriteNothingButItsTemporaryFolderAndHasTimeToStop() throws IOException {
        JsonNode container = task().at("/containerDefinitions/0");

        assertThat(container.get("readonlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.get("user").asText())
                .isEqualTo(found(read(Path.of("Dockerfile")), "USER (\\d+)").get(0));
        assertThat(container.at("/linuxParameters/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(container.get("stopTimeout").asInt())
                .isGreaterThanOrEqualTo(stopLimit() + MARGIN_SECONDS);
        for (JsonNode mount : container.get("mountPoints")) {
            boolean isTemporary = mount.get("containerPath").asText().equals("/tmp");
            assertThat(mount.get("readOnly").asBoolean()).isEqualTo(!isTemporary);
        }
        assertThat(read(Path.of("Dockerfile"))).contains("VOLUME [\"/tmp\"]");
        assertThat(container.get("portMappings"))
                .extracting(port -> port.get("containerPort").asText())
                .containsExactly(
                        settings.get("eventfork.port"), settings.get("eventfork.observe-port"));
    }

    @Test
    void thePageNamesSettingsCommandsAndFilesThatThereAre() throws IOException {
        String page = read(FOLDER.resolve("README.md"));

        assertThat(found(page, "\\b((?:eventfork|cart|checkout)\\.[a-z][a-z.-]+[a-z])"))
                .filteredOn(name -> !name.matches("eventfork\\.(jar|yaml|service|properties)"))
                .isNotEmpty()
                .isSubsetOf(settings.keySet());
        for (String command :
                found(page, "-jar target/eventfork\\.jar ([a-z].*?)(?: *[#>].*)?\\n")) {
            assertThat(commands.parseArgs(command.split(" ")).unmatched()).isEmpty();
        }
        for (String file : found(page, "\\]\\(([^)#]+)\\)")) {
            assertThat(FOLDER.resolve(file)).exists();
        }
        assertThat(page).contains("/observe/health/ready");
    }

    private int stopLimit() {
        return Integer.parseInt(settings.get("eventfork.stop-limit").replace("s", ""));
    }

    /** The values of each directive of the unit, in their order. */
    private static Map<String, List<String>> unit() {
        Map<String, List<String>> unit = new TreeMap<>();
        for (String line : read(FOLDER.resolve("eventfork.service")).lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                unit.computeIfAbsent(line.substring(0, equals), name -> new ArrayList<>())
                        .add(line.substring(equals + 1));
            }
        }
        return unit;
    }

    private static JsonNode task() throws IOException {
        return new ObjectMapper().readTree(read(FOLDER.resolve("ecs-task-definition.json")));
    }

    private static List<String> found(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    /** What systemd-analyze says; empty if there is none. */
    private static Optional<String> systemd(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(30, TimeUnit.SECONDS) ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
