package io.eventfork.cli;

import io.eventfork.localcloud.LocalCloud;
import io.eventfork.runtime.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the local cloud alone, so that several application processes can share it. */
@Command(
        name = "cloud",
        description = {
            "Start the local cloud alone, for several applications or AWS clients.",
            "Everything is kept in memory and gone when it stops. Create there what the "
                    + "routes declare, and run an application on it:",
            "  eventfork provision --endpoint http://127.0.0.1:4566",
            "  eventfork run --endpoint http://127.0.0.1:4566 --opensearch "
                    + "http://127.0.0.1:9200",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CloudCommand implements Runnable {

    @Option(
            names = {"--port", "--cloud-port"},
            paramLabel = "PORT",
            description =
                    "Port of the endpoint, 4566; 0 picks a free one. Setting eventfork.cloud-port.")
    private String port;

    @Option(
            names = "--opensearch-port",
            paramLabel = "PORT|none",
            description =
                    "Port of OpenSearch, 9200; 0 picks a free one, none runs the cloud without it. "
                            + "Setting eventfork.opensearch-port.")
    private String openSearchPort;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read settings from this properties file.")
    private Path config;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (LocalCloud cloud = LocalClouds.start(settings(), out)) {
            Shutdown.onSignal(stop, stopped);
            out.println("The local cloud is ready: " + cloud.endpoint());
            out.flush();
            SearchNews.tell(cloud, out);
            Shutdown.await(stop);
        } finally {
            stopped.countDown();
        }
        out.println("The local cloud has stopped; what it held is gone.");
        out.flush();
    }

    private Settings settings() {
        Map<String, String> options = new LinkedHashMap<>();
        if (port != null) {
            options.put("eventfork.cloud-port", port);
        }
        if (openSearchPort != null) {
            options.put("eventfork.opensearch-port", openSearchPort);
        }
        return Settings.load(
                        options,
                        Optional.ofNullable(config),
                        System.getenv(),
                        System.getProperties())
                // Where the application finds OpenSearch does not concern the cloud.
                .with(Map.of("eventfork.opensearch", ""));
    }
}
