package io.eventfork.cli;

import io.eventfork.runtime.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that talk to a running application. */
final class AdminOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The running application, http://127.0.0.1:8080 unless told otherwise. Setting eventfork.url.")
    private String url;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read settings from this properties file.")
    private Path config;

    AdminClient client() {
        Settings settings =
                Settings.load(
                        url == null ? Map.of() : Map.of("eventfork.url", url),
                        Optional.ofNullable(config),
                        System.getenv(),
                        System.getProperties());
        return new AdminClient(settings.text("eventfork.url"));
    }
}
