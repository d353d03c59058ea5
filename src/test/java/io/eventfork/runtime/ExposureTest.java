package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {

    private static final String TOKEN = "known-to-the-operator";

    private static Settings settings(String... namesAndValues) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put("eventfork." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.load(options, Optional.empty(), Map.of(), new Properties());
    }

    private static String refusal(String... namesAndValues) {
        try {
            Exposure.check(settings(namesAndValues));
            return "";
        } catch (StartException e) {
            return e.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.9", "::1", "localhost"})
    void onLoopbackNothingIsNeeded(String host) {
        assertThat(refusal("host", host, "observe-host", host)).isEmpty();
    }

    @Test
    void elsewhereEverythingThatIsMissingIsSaidAtOnce() {
        assertThat(refusal("host", "0.0.0.0"))
                .isEqualTo(
                        "Others can reach 0.0.0.0, so these are needed: a bearer token for /admin"
                                + " (EVENTFORK_ADMIN_TOKEN, or a file named by"
                                + " EVENTFORK_ADMIN_TOKEN_FILE); TLS (eventfork.tls.key-store), or"
                                + " --behind-proxy if a proxy does it and nobody else reaches this"
                                + " port. docs/security.md shows how.");
        assertThat(refusal("observe-host", "::"))
                .startsWith("Others can reach ::,")
                .contains("for /observe (EVENTFORK_OBSERVE_TOKEN,", "TLS")
                .doesNotContain("ADMIN");
        assertThat(refusal("host", "0.0.0.0", "observe-host", "::"))
                .startsWith("Others can reach 0.0.0.0 and ::,")
                .contains("EVENTFORK_OBSERVE_TOKEN", "EVENTFORK_ADMIN_TOKEN");
    }

    @Test
    void aTokenAloneOrTlsAloneIsNotEnough() {
        assertThat(refusal("host", "0.0.0.0", "admin-token", TOKEN))
                .contains("TLS")
                .doesNotContain("ADMIN", TOKEN);
        assertThat(refusal("host", "0.0.0.0", "tls.key-store", "server.p12"))
                .contains("EVENTFORK_ADMIN_TOKEN")
                .doesNotContain("TLS");
        assertThat(refusal("host", "0.0.0.0", "behind-proxy", "true"))
                .contains("EVENTFORK_ADMIN_TOKEN")
                .doesNotContain("TLS");
    }

    @Test
    void aTokenWithTlsOrAProxyIs() {
        assertThat(
                        refusal(
                                "host", "0.0.0.0",
                                "admin-token", TOKEN,
                                "tls.key-store", "server.p12"))
                .isEmpty();
        assertThat(
                        refusal(
                                "host", "0.0.0.0",
                                "observe-host", "0.0.0.0",
                                "admin-token", TOKEN,
                                "observe-token", TOKEN,
                                "behind-proxy", "true"))
                .isEmpty();
    }

    @Test
    void aProxyLetsOthersReachLoopbackToo() {
        assertThat(refusal("behind-proxy", "true"))
                .startsWith("Others can reach 127.0.0.1,")
                .contains("EVENTFORK_ADMIN_TOKEN")
                .doesNotContain("TLS", "OBSERVE");
        assertThat(refusal("behind-proxy", "true", "admin-token", TOKEN)).isEmpty();
    }

    @Test
    void theTokenOfOneIsNotTheTokenOfTheOther() {
        assertThat(
                        refusal(
                                "observe-host", "0.0.0.0",
                                "admin-token", TOKEN,
                                "behind-proxy", "true"))
                .contains("EVENTFORK_OBSERVE_TOKEN");
    }

    @Test
    void whatCouldNotBeSentIsRefusedAlsoOnLoopback() {
        assertThat(refusal("http.api-keys", "long-enough-for-a-key,short"))
                .isEqualTo(
                        "Setting eventfork.http.api-keys must have 16 to 256 visible ASCII characters a key.");
        assertThat(refusal("observe-token", "short")).contains("eventfork.observe-token must");
        assertThat(refusal("behind-proxy", "yes")).contains("one of true, false");
    }

    @Test
    void anUnknownHostIsOneSentence() {
        assertThatThrownBy(() -> Exposure.check(settings("host", "no-such-host.invalid")))
                .isInstanceOf(StartException.class)
                .hasMessage("There is no host no-such-host.invalid (setting eventfork.host).");
        assertThatCode(() -> Exposure.check(settings())).doesNotThrowAnyException();
    }
}
