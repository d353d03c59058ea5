package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @TempDir Path folder;

    /** Every default that a user meets is pinned; changing one is a change for the changelog. */
    @ParameterizedTest
    @CsvSource({
        "eventfork.cloud,local",
        "eventfork.endpoint,''",
        "eventfork.cloud-port,4566",
        "eventfork.opensearch-port,9200",
        "eventfork.opensearch,''",
        "eventfork.region,''",
        "eventfork.prefix,eventfork-",
        "eventfork.bucket-suffix,''",
        "eventfork.provision,verify",
        "eventfork.host,127.0.0.1",
        "eventfork.port,8080",
        "eventfork.observe-host,127.0.0.1",
        "eventfork.observe-port,9876",
        "eventfork.behind-proxy,false",
        "eventfork.admin-token,''",
        "eventfork.observe-token,''",
        "eventfork.http.api-keys,''",
        "eventfork.http.keyless-paths,/fulfilment/receiver",
        "eventfork.tls.key-store,''",
        "eventfork.http.max-body,240KiB",
        "eventfork.http.max-in-flight,256",
        "eventfork.http.body-timeout,10s",
        "eventfork.http.threads,272",
        "eventfork.routes,''",
        "eventfork.apps,''",
        "eventfork.card-guard.exempt,''",
        "eventfork.aws.call-timeout,8s",
        "eventfork.aws.max-connections,128",
        "eventfork.stop-limit,30s",
    })
    void hasTheDocumentedDefault(String name, String value) {
        assertThat(load(Map.of()).text(name)).isEqualTo(value);
    }

    @Test
    void theCommandLineIsStrongerThanSystemPropertiesThanTheEnvironmentThanTheFile()
            throws Exception {
        Path file = file("eventfork.port=1\n");
        Map<String, String> environment = Map.of("EVENTFORK_PORT", "2");
        Properties system = new Properties();
        assertThat(port(Map.of(), file, Map.of(), system)).isEqualTo(1);
        assertThat(port(Map.of(), file, environment, system)).isEqualTo(2);
        system.setProperty("eventfork.port", "3");
        assertThat(port(Map.of(), file, environment, system)).isEqualTo(3);
        assertThat(port(Map.of("eventfork.port", "4"), file, environment, system)).isEqualTo(4);
    }

    @Test
    void aMisspeltSettingIsRefusedWithTheRightName() throws Exception {
        Path file = file("eventfork.observeport=1\n");
        assertThatThrownBy(() -> port(Map.of(), file, Map.of(), new Properties()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("There is no setting eventfork.observeport")
                .hasMessageContaining("did you mean eventfork.observe-port?");
    }

    @Test
    void aFileMayHoldSettingsOfTheUsersOwnRoutes() throws Exception {
        Path file = file("my.interval=5s\n");
        Settings settings = Settings.load(Map.of(), Optional.of(file), Map.of(), new Properties());
        assertThat(settings.all()).containsEntry("my.interval", "5s");
    }

    @Test
    void aValueOfTheWrongFormNamesTheSettingItsOriginAndWhatToWrite() {
        Settings settings =
                Settings.load(
                        Map.of(),
                        Optional.empty(),
                        Map.of("EVENTFORK_PORT", "tcp://10.0.0.1:80"),
                        new Properties());
        assertThatThrownBy(() -> settings.number("eventfork.port", 0, 65_535))
                .hasMessage(
                        "Setting eventfork.port is 'tcp://10.0.0.1:80' (from EVENTFORK_PORT);"
                                + " write a whole number from 0 to 65535.");
    }

    @Test
    void aWrongValueIsWrongUsageOnlyIfTheCommandLineHasIt() throws Exception {
        Settings fromTheCommandLine = load(Map.of("eventfork.port", "x"));
        assertThatThrownBy(() -> fromTheCommandLine.port("eventfork.port"))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.isWrongUsage()).isTrue());
        Path file = file("eventfork.port=x\n");
        assertThatThrownBy(() -> port(Map.of(), file, Map.of(), new Properties()))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.isWrongUsage()).isFalse());
    }

    @Test
    void aPortMayBeNoneWhereThatMakesSense() {
        String name = "eventfork.opensearch-port";
        assertThat(load(Map.of(name, "none")).portOrNone(name)).isEmpty();
        assertThat(load(Map.of(name, "0")).portOrNone(name)).hasValue(0);
        assertThatThrownBy(() -> load(Map.of(name, "65536")).portOrNone(name))
                .hasMessageEndingWith("write a whole number from 0 to 65535, or none.");
    }

    @Test
    void aMissingFileIsOneSentence() {
        Path missing = folder.resolve("missing.properties");
        assertThatThrownBy(() -> port(Map.of(), missing, Map.of(), new Properties()))
                .isInstanceOf(StartException.class)
                .hasMessage("There is no file " + missing + ".");
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "1h,PT1H", "14d,PT336H"})
    void readsDurations(String text, Duration duration) {
        assertThat(load(Map.of("eventfork.stop-limit", text)).duration("eventfork.stop-limit"))
                .isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"512B,512", "240KiB,245760", "5MiB,5242880"})
    void readsSizes(String text, long bytes) {
        assertThat(load(Map.of("eventfork.http.max-body", text)).bytes("eventfork.http.max-body"))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"5", "5 s", "s", "-1s", "5 minutes"})
    void refusesDurationsWithoutUnit(String text) {
        Settings settings = load(Map.of("eventfork.stop-limit", text));
        assertThatThrownBy(() -> settings.duration("eventfork.stop-limit"))
                .hasMessageContaining("write a duration such as");
    }

    private static Settings load(Map<String, String> commandLine) {
        return Settings.load(commandLine, Optional.empty(), Map.of(), new Properties());
    }

    private static int port(
            Map<String, String> commandLine,
            Path file,
            Map<String, String> environment,
            Properties system) {
        return Settings.load(commandLine, Optional.of(file), environment, system)
                .number("eventfork.port", 0, 65_535);
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("eventfork.properties"), text);
    }
}
