package io.eventfork.cli;

import io.eventfork.runtime.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that change settings; each is also a setting and an environment variable. */
final class RunOptions {

    @Option(
            names = "--cloud",
            paramLabel = "local|aws",
            description =
                    "Where the cloud is. local (the default) starts an embedded cloud in this process; "
                            + "aws uses the default credential and region chain. Setting eventfork.cloud.")
    private String cloud;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description =
                    "Use the cloud at this endpoint for every AWS service, such as one started by "
                            + "'eventfork cloud' or another emulator. Setting eventfork.endpoint.")
    private String endpoint;

    @Option(
            names = "--opensearch",
            paramLabel = "URL",
            description = "URL of OpenSearch. Setting eventfork.opensearch.")
    private String openSearch;

    @Option(
            names = "--cloud-port",
            paramLabel = "PORT",
            description =
                    "Port of the embedded cloud, 4566; 0 picks a free one. Setting eventfork.cloud-port.")
    private String cloudPort;

    @Option(
            names = "--opensearch-port",
            paramLabel = "PORT|none",
            description =
                    "Port of the embedded OpenSearch, 9200; 0 picks a free one, none leaves it out. "
                            + "Setting eventfork.opensearch-port.")
    private String openSearchPort;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "Address to listen on, 127.0.0.1 unless told otherwise. One that others can reach needs a "
                            + "token for /admin (EVENTFORK_ADMIN_TOKEN), and TLS or --behind-proxy. "
                            + "Setting eventfork.host.")
    private String host;

    @Option(
            names = "--behind-proxy",
            description =
                    "A proxy in front does TLS, and nobody else reaches this process. "
                            + "Setting eventfork.behind-proxy.")
    private boolean behindProxy;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "Port of the application, 8080; 0 picks a free one. Setting eventfork.port.")
    private String port;

    @Option(
            names = "--observe-host",
            paramLabel = "HOST",
            description =
                    "Address of health and metrics, 127.0.0.1 unless told otherwise. One that others can "
                            + "reach needs a token (EVENTFORK_OBSERVE_TOKEN), and TLS or --behind-proxy. "
                            + "Setting eventfork.observe-host.")
    private String observeHost;

    @Option(
            names = "--observe-port",
            paramLabel = "PORT",
            description =
                    "Port of health and metrics, 9876; 0 picks a free one. Setting eventfork.observe-port.")
    private String observePort;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description =
                    "Run the route files of this folder instead of the built-in ones, and follow its changes. "
                            + "'eventfork routes eject DIR' makes such a folder. Setting eventfork.routes.")
    private String routes;

    @Option(
            names = "--apps",
            paramLabel = "NAME[,NAME...]",
            description =
                    "Run only these use cases (folders of routes), or parts of one, such as "
                            + "fulfilment/shipping. Setting eventfork.apps.")
    private String apps;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read settings from this properties file.")
    private Path config;

    /** The configuration file, if there is one. */
    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    /** The settings of this call. */
    Settings settings() {
        return Settings.load(options(), config(), System.getenv(), System.getProperties());
    }

    /** As {@link #settings}, without those of the configuration file that nothing knows. */
    Settings knownSettings() {
        return Settings.loadKnown(options(), config(), System.getenv(), System.getProperties());
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        put(options, "eventfork.cloud", cloud);
        put(options, "eventfork.endpoint", endpoint);
        put(options, "eventfork.opensearch", openSearch);
        put(options, "eventfork.cloud-port", cloudPort);
        put(options, "eventfork.opensearch-port", openSearchPort);
        put(options, "eventfork.host", host);
        put(options, "eventfork.behind-proxy", behindProxy ? "true" : null);
        put(options, "eventfork.port", port);
        put(options, "eventfork.observe-host", observeHost);
        put(options, "eventfork.observe-port", observePort);
        put(options, "eventfork.routes", routes);
        put(options, "eventfork.apps", apps);
        return options;
    }

    private static void put(Map<String, String> options, String name, String value) {
        if (value != null) {
            options.put(name, value);
        }
    }
}
