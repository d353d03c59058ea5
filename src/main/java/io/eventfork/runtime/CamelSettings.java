package io.eventfork.runtime;

import java.util.Properties;

/** What Camel itself is told, beside the settings that routes may use as placeholders. */
final class CamelSettings {

    private CamelSettings() {}

    static Properties of(Settings settings) {
        Properties properties = new Properties();
        properties.putAll(settings.placeholders());
        properties.put("camel.main.name", "eventfork");
        properties.put("camel.main.routesIncludePattern", "false");
        properties.put("camel.main.autoConfigurationLogSummary", "false");
        properties.put("camel.main.startupSummaryLevel", "off");
        properties.put("camel.main.jmxEnabled", "false");
        properties.put("camel.main.uuidGenerator", "simple");
        properties.put("camel.main.shutdownLogInflightExchangesOnTimeout", "false");
        // ObserveServer is in its place.
        properties.put("camel.management.enabled", "false");
        properties.put("camel.health.exposureLevel", "full");
        properties.put("camel.health.routesEnabled", "false");
        properties.put("camel.health.consumersEnabled", "false");
        properties.put("camel.health.producersEnabled", "false");
        properties.put("camel.metrics.enabled", "true");
        properties.put("camel.metrics.path", "/observe/metrics");
        // Per-endpoint and per-route Camel timers cost more than the routing they time; ours count
        // what matters.
        properties.put("camel.metrics.enableRoutePolicy", "false");
        properties.put("camel.metrics.enableExchangeEventNotifier", "false");
        properties.put("camel.metrics.enableRouteEventNotifier", "false");
        properties.put("camel.opentelemetry2.enabled", "false");
        return properties;
    }
}
