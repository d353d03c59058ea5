package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.search.OpenSearchSettings;
import io.eventfork.search.RequestAuth;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class OpenSearchTest {

    @Test
    void hasTheDefaultsOfTheSettings() {
        assertThat(OpenSearch.settings(settings(Map.of())))
                .isEqualTo(
                        new OpenSearchSettings(
                                Optional.empty(),
                                10 << 20,
                                Duration.ofSeconds(30),
                                Duration.ofHours(1)));
        assertThat(OpenSearch.auth(settings(Map.of()), Region.US_EAST_1))
                .isSameAs(RequestAuth.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nowhere",
                "ftp://host",
                "http://",
                "http://host/?a=b",
                "http://host/#a",
                "http://jane:secret@host",
                "http://a b"
            })
    void refusesWhatIsNoUrlWithoutShowingIt(String url) {
        assertThatThrownBy(() -> OpenSearch.settings(settings(Map.of("eventfork.opensearch", url))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("eventfork.opensearch is not a URL")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesASizeThatNoRequestCanHave() {
        assertThatThrownBy(
                        () ->
                                OpenSearch.settings(
                                        settings(
                                                Map.of(
                                                        "eventfork.opensearch.bulk-size",
                                                        "101MiB"))))
                .hasMessageContaining("bulk-size is '101MiB'; write 1B to 100MiB");
    }

    @Test
    void basicNeedsUserAndPassword() {
        Map<String, String> basic =
                Map.of("eventfork.opensearch.auth", "basic", "eventfork.opensearch.user", "jane");

        assertThatThrownBy(() -> OpenSearch.auth(settings(basic), Region.US_EAST_1))
                .hasMessageContaining("eventfork.opensearch.password is empty");
    }

    @Test
    void basicSendsUserAndPassword() {
        RequestAuth auth =
                OpenSearch.auth(
                        settings(
                                Map.of(
                                        "eventfork.opensearch.auth", "basic",
                                        "eventfork.opensearch.user", "jane",
                                        "eventfork.opensearch.password", "secret")),
                        Region.US_EAST_1);

        assertThat(auth.headers("GET", URI.create("http://host/"), new byte[0]))
                .containsEntry("Authorization", "Basic amFuZTpzZWNyZXQ=");
    }

    @Test
    void refusesAnUnknownAuthentication() {
        assertThatThrownBy(
                        () ->
                                OpenSearch.auth(
                                        settings(Map.of("eventfork.opensearch.auth", "kerberos")),
                                        Region.US_EAST_1))
                .hasMessageContaining("eventfork.opensearch.auth")
                .hasMessageContaining("none, basic, iam");
    }

    private static Settings settings(Map<String, String> changed) {
        return Settings.load(changed, Optional.empty(), Map.of(), new Properties());
    }
}
