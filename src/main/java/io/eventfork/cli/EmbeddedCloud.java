package io.eventfork.cli;

import io.eventfork.localcloud.LocalCloud;
import io.eventfork.runtime.Application;
import io.eventfork.runtime.CloudSettings;
import io.eventfork.runtime.Settings;
import java.io.PrintWriter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The cloud in the application's process, if there is one. No more of the local cloud is loaded
 * than runs, for the container image has none of its classes.
 */
final class EmbeddedCloud implements AutoCloseable {

    /** Null if there is none. */
    private final LocalCloud cloud;

    private EmbeddedCloud(LocalCloud cloud) {
        this.cloud = cloud;
    }

    /** Starts it unless the settings name another cloud. */
    static EmbeddedCloud ifWanted(Settings settings, PrintWriter out) {
        if (!CloudSettings.isEmbedded(settings)) {
            return new EmbeddedCloud(null);
        }
        // The cloud takes seconds to start; what would keep the application from it is told now.
        Application.check(settings);
        return new EmbeddedCloud(LocalClouds.start(settings, out));
    }

    /** The settings by which the application finds this cloud. */
    Settings point(Settings settings) {
        if (cloud == null) {
            return settings;
        }
        Map<String, String> found = new LinkedHashMap<>();
        found.put("eventfork.endpoint", cloud.endpoint().toString());
        found.put("eventfork.provision", "create");
        Optional<URI> openSearch = cloud.openSearchUrl();
        openSearch.ifPresent(url -> found.put("eventfork.opensearch", url.toString()));
        return settings.with(found);
    }

    void announceSearch(PrintWriter out) {
        if (cloud != null) {
            SearchNews.tell(cloud, out);
        }
    }

    @Override
    public void close() {
        if (cloud != null) {
            cloud.close();
        }
    }
}
