package io.eventfork.cli;

import io.eventfork.runtime.Secrets;
import io.eventfork.runtime.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Read the token of the application's administration from this file; it can also be "
                            + "in the environment, EVENTFORK_ADMIN_TOKEN. Setting eventfork.admin-token-file.")
    private Path tokenFile;

    AdminClient client() {
        Map<String, String> options = new LinkedHashMap<>();
        if (url != null) {
            options.put("eventfork.url", url);
        }
        if (tokenFile != null) {
            options.put("eventfork.admin-token-file", tokenFile.toString());
        }
        Settings settings =
                Settings.load(
                        options,
                        Optional.ofNullable(config),
                        System.getenv(),
                        System.getProperties());
        return new AdminClient(settings.text("eventfork.url"), Secrets.adminToken(settings));
    }
}
