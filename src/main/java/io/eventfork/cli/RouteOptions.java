package io.eventfork.cli;

import io.eventfork.runtime.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that read route files and run nothing. */
final class RouteOptions {

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description =
                    "Read the route files of this folder instead of the built-in ones. Setting eventfork.routes.")
    private String routes;

    @Option(
            names = "--apps",
            paramLabel = "NAME[,NAME...]",
            description =
                    "Only these use cases (folders of routes), or parts of one. Setting eventfork.apps.")
    private String apps;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read settings from this properties file.")
    private Path config;

    Settings settings() {
        Map<String, String> options = new LinkedHashMap<>();
        if (routes != null) {
            options.put("eventfork.routes", routes);
        }
        if (apps != null) {
            options.put("eventfork.apps", apps);
        }
        return Settings.load(
                options, Optional.ofNullable(config), System.getenv(), System.getProperties());
    }
}
