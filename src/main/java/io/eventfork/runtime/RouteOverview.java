package io.eventfork.runtime;

import io.eventfork.runtime.inspection.Overview;
import io.eventfork.runtime.routes.RouteSource;
import java.io.IOException;

/** Reads the route files for a list or a picture of them; nothing is started. */
public final class RouteOverview {

    private RouteOverview() {}

    /**
     * The routes that the settings name.
     *
     * @throws StartException if there is no such folder or use case
     */
    public static Overview read(Settings settings) {
        RouteSource source = Sources.of(settings);
        try {
            return new Overview(
                    source.read(), settings.placeholders(), CloudSettings.naming(settings));
        } catch (IOException e) {
            throw new StartException("Cannot read %s: %s.".formatted(source, e.getMessage()), e);
        }
    }
}
