package io.eventfork.cli;

import io.eventfork.localcloud.LocalCloud;
import io.eventfork.localcloud.LocalCloudOptions;
import io.eventfork.runtime.Settings;
import io.eventfork.runtime.StartException;
import java.io.PrintWriter;

/** Starts the local cloud as the settings want it. */
final class LocalClouds {

    private LocalClouds() {}

    /**
     * Starts the cloud.
     *
     * @throws StartException if this installation has none, as the container image
     */
    static LocalCloud start(Settings settings, PrintWriter out) {
        try {
            return LocalCloud.start(options(settings, out));
        } catch (NoClassDefFoundError e) {
            throw new StartException(
                    "This installation has no local cloud: name one with --endpoint URL, or use AWS with --cloud aws.",
                    e);
        }
    }

    private static LocalCloudOptions options(Settings settings, PrintWriter out) {
        boolean elsewhere = settings.optional("eventfork.opensearch").isPresent();
        return new LocalCloudOptions(
                settings.port("eventfork.cloud-port"),
                elsewhere
                        ? LocalCloudOptions.WITHOUT_OPENSEARCH
                        : settings.portOrNone("eventfork.opensearch-port")
                                .orElse(LocalCloudOptions.WITHOUT_OPENSEARCH),
                line -> {
                    out.println(line);
                    out.flush();
                });
    }
}
