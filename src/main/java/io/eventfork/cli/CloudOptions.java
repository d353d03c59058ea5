package io.eventfork.cli;

import io.eventfork.localcloud.LocalCloudOptions;
import io.eventfork.localcloud.Progress;
import io.eventfork.runtime.Settings;
import java.io.PrintWriter;

/** How the settings want the local cloud. */
final class CloudOptions {

    private CloudOptions() {}

    static LocalCloudOptions of(Settings settings, PrintWriter out) {
        Progress progress =
                line -> {
                    out.println(line);
                    out.flush();
                };
        boolean elsewhere = settings.optional("eventfork.opensearch").isPresent();
        return new LocalCloudOptions(
                settings.port("eventfork.cloud-port"),
                elsewhere
                        ? LocalCloudOptions.WITHOUT_OPENSEARCH
                        : settings.portOrNone("eventfork.opensearch-port")
                                .orElse(LocalCloudOptions.WITHOUT_OPENSEARCH),
                progress);
    }
}
