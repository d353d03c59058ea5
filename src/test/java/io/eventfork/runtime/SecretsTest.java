package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String TOKEN = "known-to-the-operator";

    @TempDir Path folder;

    private static Settings settings(Map<String, String> environment) {
        return Settings.load(Map.of(), Optional.empty(), environment, new Properties());
    }

    private String file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "secret", ""), text).toString();
    }

    @Test
    void everySettingThatIsCalledSoIsOneAndHasAFile() {
        Settings settings = settings(Map.of());

        assertThat(settings.all().keySet())
                .filteredOn(name -> name.matches(".*(password|secret|token|api-keys?)"))
                .containsExactlyInAnyOrderElementsOf(Secrets.NAMES);
        assertThat(settings.all().keySet())
                .filteredOn(name -> name.endsWith("-file"))
                .containsExactlyInAnyOrderElementsOf(
                        Secrets.NAMES.stream().map(Secrets::fileSetting).toList());
    }

    @Test
    void theVariablesAreThoseOfTheSecretsAndOfTheirFiles() {
        assertThat(Secrets.variables())
                .hasSize(2 * Secrets.NAMES.size())
                .contains(
                        "EVENTFORK_ADMIN_TOKEN",
                        "EVENTFORK_ADMIN_TOKEN_FILE",
                        "EVENTFORK_HTTP_API_KEYS",
                        "CART_MAIL_PASSWORD",
                        "FULFILMENT_SHIPPING_SECRET_FILE");
    }

    @Test
    void isReadFromTheEnvironmentOrFromAFile() throws Exception {
        assertThat(Secrets.adminToken(settings(Map.of("EVENTFORK_ADMIN_TOKEN", TOKEN))))
                .contains(TOKEN);
        assertThat(
                        Secrets.adminToken(
                                settings(Map.of("EVENTFORK_ADMIN_TOKEN_FILE", file(TOKEN + "\n")))))
                .contains(TOKEN);
        assertThat(Secrets.adminToken(settings(Map.of()))).isEmpty();
    }

    @Test
    void keysStandOnLinesOrBetweenCommas() throws Exception {
        String two = "the-first-of-two-keys,\n  the-second-of-two-keys\n";
        assertThat(
                        Secrets.tokens(
                                settings(Map.of("EVENTFORK_HTTP_API_KEYS_FILE", file(two))),
                                Secrets.API_KEYS))
                .containsExactly("the-first-of-two-keys", "the-second-of-two-keys");
        assertThat(Secrets.tokens(settings(Map.of()), Secrets.API_KEYS)).isEmpty();
    }

    @Test
    void isNotSetTwiceUnlessTheCommandLineNamesTheFile() throws Exception {
        String file = file("another-one-in-a-file");
        assertThatThrownBy(
                        () ->
                                settings(
                                        Map.of(
                                                "EVENTFORK_ADMIN_TOKEN",
                                                TOKEN,
                                                "EVENTFORK_ADMIN_TOKEN_FILE",
                                                file)))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "Setting eventfork.admin-token (from EVENTFORK_ADMIN_TOKEN) has a value, and"
                                + " eventfork.admin-token-file (from EVENTFORK_ADMIN_TOKEN_FILE)"
                                + " names a file: keep one.");

        Settings named =
                Settings.load(
                        Map.of("eventfork.admin-token-file", file),
                        Optional.empty(),
                        Map.of("EVENTFORK_ADMIN_TOKEN", TOKEN),
                        new Properties());

        assertThat(Secrets.adminToken(named)).contains("another-one-in-a-file");
    }

    @Test
    void aFileThatIsMissingOrEmptyIsOneSentence() throws Exception {
        String missing = folder.resolve("missing").toString();
        assertThatThrownBy(() -> settings(Map.of("CART_MAIL_PASSWORD_FILE", missing)))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "Setting cart.mail.password-file names %s, which cannot be read (NoSuchFileException)."
                                .formatted(missing));
        String empty = file(" \n");
        assertThatThrownBy(() -> settings(Map.of("CART_MAIL_PASSWORD_FILE", empty)))
                .isInstanceOf(StartException.class)
                .hasMessageEndingWith(empty + ", which is empty.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with a blank in between", "with-\u00e9-somewhere"})
    void refusesWhatNoHeaderCarriesWithoutTellingIt(String token) {
        Settings settings = settings(Map.of("EVENTFORK_ADMIN_TOKEN", token));

        assertThatThrownBy(() -> Secrets.adminToken(settings))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "Setting eventfork.admin-token must have 16 to 256 visible ASCII characters.");
    }

    @Test
    void noMessageTellsIt() {
        assertThat(
                        settings(Map.of("EVENTFORK_ADMIN_TOKEN", TOKEN))
                                .invalid(Secrets.ADMIN_TOKEN, "another", null))
                .hasMessageContaining("EVENTFORK_ADMIN_TOKEN")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void isNoPlaceholder() {
        Settings settings = settings(Map.of("EVENTFORK_ADMIN_TOKEN", TOKEN));

        assertThat(settings.placeholders()).doesNotContainKeys(Secrets.ADMIN_TOKEN);
        assertThat(CamelSettings.of(settings).toString()).doesNotContain(TOKEN);
    }
}
