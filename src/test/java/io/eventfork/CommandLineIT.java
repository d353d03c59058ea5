package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.SharedLocalCloud;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a person sees on the command line: one sentence for each mistake, and the right exit code.
 */
class CommandLineIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run --help",
                "cloud --help",
                "provision --help",
                "routes --help",
                "routes eject --help",
                "failed --help",
                "failed retry --help",
                "--version"
            })
    void helpsAndEndsWell(String arguments) {
        try (EventforkProcess process = EventforkProcess.of(arguments.split(" "))) {
            assertThat(process.exitCode(SOON)).isZero();
            assertThat(process.output()).contains("ventfork");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--prot 8080", "fly", "routes", "failed", "failed retry", "cloud --port x"})
    void wrongUsageIsOneLineAndExits2(String arguments) {
        try (EventforkProcess process = EventforkProcess.of(arguments.split(" "))) {
            assertThat(process.exitCode(SOON)).isEqualTo(2);
            assertThat(process.output().strip().lines()).hasSize(1);
            assertThat(process.output()).contains("--help");
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
                    .contains("absent-it-checkout-orders does not exist", "eventfork provision");
        }
    }

    private static void assertOutcome(String[] arguments, int exitCode, String line) {
        try (EventforkProcess process = EventforkProcess.of(arguments)) {
            assertThat(process.exitCode(SOON)).as(process.output()).isEqualTo(exitCode);
            assertThat(process.output()).contains(line);
        }
    }
}
