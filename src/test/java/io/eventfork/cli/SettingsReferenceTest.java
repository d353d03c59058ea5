package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/settings.md} is what settings and commands say of themselves. */
class SettingsReferenceTest {

    private static final Path PAGE = Path.of("docs", "settings.md");

    /** Made beside the classes, to be copied when the test fails. */
    private static final Path MADE = Path.of("target", "settings.md");

    private final SettingsReference reference =
            new SettingsReference(EventforkCommand.commandLine());

    @Test
    void thePageIsTheOneThatSettingsAndCommandsMake() throws IOException {
        Files.writeString(MADE, reference.markdown());

        assertThat(PAGE)
                .as("settings or commands have changed: run 'cp %s %s'", MADE, PAGE)
                .hasSameTextualContentAs(MADE);
    }

    @Test
    void everySettingSaysWhatItMeans() {
        assertThat(reference.settings())
                .hasSizeGreaterThan(50)
                .allSatisfy(setting -> assertThat(setting.meaning()).endsWith("."));
    }

    @Test
    void everyOptionThatNamesASettingNamesOneThatThereIs() {
        assertThat(reference.settings())
                .extracting(SettingsReference.Setting::name)
                .containsAll(reference.options().keySet())
                .doesNotHaveDuplicates();
        assertThat(reference.options()).containsEntry("eventfork.observe-port", "--observe-port");
    }
}
