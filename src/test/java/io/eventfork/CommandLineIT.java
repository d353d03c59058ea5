package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.SharedLocalCloud;
import io.eventfork.template.TemplateReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a person sees on the command line: one sentence for each mistake, and the right exit code.
 */
class CommandLineIT {

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir Path folder;

    /** Of all commands: EventforkCommandTest. */
    @ParameterizedTest
    @ValueSource(strings = {"--help", "completion"})
    void helpsAndEndsWell(String arguments) {
        try (EventforkProcess process = EventforkProcess.of(arguments.split(" "))) {
            assertThat(process.exitCode(SOON)).isZero();
            assertThat(process.output()).contains("ventfork");
        }
    }

    /** However it is wrong: EventforkCommandTest. */
    @Test
    void wrongUsageIsOneLineAndExits2() {
        try (EventforkProcess process = EventforkProcess.of("--prot", "8080")) {
            assertThat(process.exitCode(SOON)).isEqualTo(2);
            assertThat(process.output().strip().lines()).hasSize(1);
            assertThat(process.output()).contains("--help");
        }
    }

    /** On ports that are taken: it opens none. */
    @Test
    void validateStartsNothingAndSaysWhatIsWrong() throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(
                own.resolve("own.camel.yaml"),
                """
                - route:
                    id: own
                    description: Reads a queue that nobody declares.
                    from:
                      uri: aws2-sqs:{{queue:own}}
                      steps: []
                """);
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EventforkProcess process =
                        EventforkProcess.of(
                                "validate",
                                "--routes",
                                folder.toString(),
                                "--port",
                                Integer.toString(busy.getLocalPort()))) {
            assertThat(process.exitCode(SOON)).isEqualTo(1);
            assertThat(process.output().strip().lines())
                    .containsExactly(
                            "own/own.camel.yaml:5:12: error: queue 'own' is not declared in any resources.yaml: declare it under 'queues'",
                            "Not valid in 1 file: 1 error, 0 warnings.");
        }
    }

    @Test
    void aBusyPortIsOneSentence() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EventforkProcess process =
                        EventforkProcess.of(
                                "--endpoint", SharedLocalCloud.get().endpoint().toString(),
                                "--port", Integer.toString(busy.getLocalPort()))) {
            assertThat(process.exitCode(SOON)).isEqualTo(1);
            assertThat(process.output().strip().lines()).hasSize(1);
            assertThat(process.output()).contains(":" + busy.getLocalPort(), "--port");
        }
    }

    @Test
    void anUnknownUseCaseIsWrongUsageThatNamesThoseThereAre() throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("resources.yaml"), "");
        for (String[] arguments :
                new String[][] {
                    {"provision", "--cloud", "aws", "--apps", "nosuch,checkout", "cart, checkout"},
                    {
                        "--endpoint", "http://127.0.0.1:1",
                        "--port", "0",
                        "--observe-port", "0",
                        "--apps", "nosuch",
                        "--routes", folder.toString(),
                        "own"
                    }
                }) {
            String there = arguments[arguments.length - 1];
            try (EventforkProcess process =
                    EventforkProcess.of(Arrays.copyOf(arguments, arguments.length - 1))) {
                assertThat(process.exitCode(SOON)).isEqualTo(2);
                assertThat(process.output().strip().lines()).hasSize(1);
                assertThat(process.output()).contains("nosuch", ": " + there, "--help");
            }
        }
    }

    @Test
    void aBusyPortOfTheEmbeddedCloudIsOneSentence() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(busy.getLocalPort());
            for (String[] arguments :
                    new String[][] {
                        {"cloud", "--cloud-port", port, "--opensearch-port", "none"},
                        {"cloud", "--cloud-port", "0", "--opensearch-port", port},
                        allInOne("--cloud-port", port, "--opensearch-port", "none"),
                        allInOne("--cloud-port", "0", "--opensearch-port", port)
                    }) {
                try (EventforkProcess process = EventforkProcess.of(arguments)) {
                    assertThat(process.exitCode(SOON)).isEqualTo(1);
                    assertThat(process.output().strip().lines()).hasSize(1);
                    assertThat(process.output())
                            .contains(":" + port + " (Address already in use)")
                            .containsPattern("another with --(cloud|opensearch)-port");
                }
            }
        }
    }

    @Test
    void twoAllInOneInstancesRunSideBySide() {
        String[] arguments = allInOne("--cloud-port", "0", "--opensearch-port", "none");
        try (EventforkProcess first = EventforkProcess.plain(arguments);
                EventforkProcess second = EventforkProcess.of(arguments)) {
            for (EventforkProcess each : new EventforkProcess[] {first, second}) {
                each.awaitReady();
                assertThat(each.post("/checkout", Orders.of(1, "pair", "5")).statusCode())
                        .isEqualTo(202);
            }
            for (EventforkProcess each : new EventforkProcess[] {first, second}) {
                assertThat(each.terminate()).as(each.output()).isZero();
                assertThat(each.output().lines().filter(PackagedJar::isNoRemarkOnTheMachine))
                        .noneMatch(line -> line.matches(".*(OpenSearch|WARN|ERROR|Exception).*"));
            }
        }
    }

    private static String[] allInOne(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--port", "0", "--observe-port", "0"));
        arguments.addAll(List.of(options));
        return arguments.toArray(String[]::new);
    }

    @Test
    void anUnreachableEndpointIsOneSentence() {
        try (EventforkProcess process = EventforkProcess.begin(URI.create("http://127.0.0.1:1"))) {
            assertThat(process.exitCode(SOON)).isEqualTo(1);
            assertThat(process.output().strip().lines()).hasSize(1);
            assertThat(process.output()).contains("Cannot use the cloud at http://127.0.0.1:1");
        }
    }

    @Test
    void anUnknownSettingIsOneSentence() throws Exception {
        Path file = Files.writeString(folder.resolve("a.properties"), "eventfork.prt=1\n");
        try (EventforkProcess process = EventforkProcess.of("--config", file.toString())) {
            assertThat(process.exitCode(SOON)).isEqualTo(1);
            assertThat(process.output().strip().lines()).hasSize(1);
            assertThat(process.output()).contains("There is no setting eventfork.prt");
        }
    }

    @Test
    void twoInstancesRunSideBySideOnAnyPorts() {
        URI cloud = SharedLocalCloud.get().endpoint();
        String configuration = CheckoutIT.configuration("pair-it-").toString();
        try (EventforkProcess first =
                        EventforkProcess.application(cloud, "--config", configuration);
                EventforkProcess second =
                        EventforkProcess.application(cloud, "--config", configuration)) {
            for (EventforkProcess each : new EventforkProcess[] {first, second}) {
                assertThat(each.post("/checkout", Orders.of(1, "pair", "5")).statusCode())
                        .isEqualTo(202);
                assertThat(each.observe("health/ready").statusCode()).isEqualTo(200);
            }
            assertThat(first.base()).isNotEqualTo(second.base());
        }
    }

    @Test
    void theTemplateIsAllThatIsPrinted() {
        try (EventforkProcess process = EventforkProcess.of("template", "--apps", "checkout")) {
            assertThat(process.exitCode(SOON)).as(process.output()).isZero();
            assertThat(process.output()).startsWith("AWSTemplateFormatVersion: \"2010-09-09\"");
            assertThat(new TemplateReader(process.output()).policies())
                    .anyMatch(
                            statement ->
                                    statement.allows(
                                            "sns:Publish",
                                            "arn:aws:sns:us-east-1:000000000000:eventfork-checkout-events"));
        }
    }

    @Test
    void provisionSaysWhatIsMissingThenCreatesItThenFindsIt() {
        String endpoint = SharedLocalCloud.get().endpoint().toString();
        String configuration = CheckoutIT.configuration("provision-it-").toString();
        String[] create = {"provision", "--endpoint", endpoint, "--config", configuration};
        String[] dryRun = {
            "provision", "--dry-run", "--endpoint", endpoint, "--config", configuration
        };
        assertOutcome(dryRun, 1, "+ queue provision-it-checkout-orders  missing");
        assertOutcome(create, 0, "+ queue provision-it-checkout-orders  created");
        assertOutcome(dryRun, 0, "= queue provision-it-checkout-orders  unchanged");
    }

    @Test
    void withoutItsResourcesTheApplicationRefusesAndNamesProvision() throws Exception {
        Path file =
                Files.writeString(folder.resolve("a.properties"), "eventfork.prefix=absent-it-\n");
        try (EventforkProcess process =
                EventforkProcess.begin(
                        SharedLocalCloud.get().endpoint(), "--config", file.toString())) {
            assertThat(process.exitCode(SOON)).isEqualTo(1);
            assertThat(process.output())
                    .contains(
                            "has no topic",
                            "queue absent-it-checkout-orders,",
                            "eventfork provision");
        }
    }

    private static void assertOutcome(String[] arguments, int exitCode, String line) {
        try (EventforkProcess process = EventforkProcess.of(arguments)) {
            assertThat(process.exitCode(SOON)).as(process.output()).isEqualTo(exitCode);
            assertThat(process.output()).contains(line);
        }
    }
}
