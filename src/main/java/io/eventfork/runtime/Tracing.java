package io.eventfork.runtime;

import io.eventfork.tracing.Traces;
import java.net.URI;
import java.util.Optional;

/** The traces as the settings want them. Without a collector nothing of them is even loaded. */
final class Tracing {

    private static final String COLLECTOR = "eventfork.tracing.collector";
    private static final String PERCENT = "eventfork.tracing.percent";

    private Tracing() {}

    /**
     * Looks whether the settings can be used.
     *
     * @throws StartException if they cannot
     */
    static void check(Settings settings) {
        collector(settings);
        percent(settings);
    }

    static Optional<Traces> of(Settings settings) {
        return collector(settings).map(uri -> new Traces(uri, percent(settings)));
    }

    private static Optional<URI> collector(Settings settings) {
        String expected = "a URL such as http://127.0.0.1:4318/v1/traces";
        try {
            Optional<URI> uri = settings.optional(COLLECTOR).map(URI::create);
            if (uri.isPresent() && (uri.get().getScheme() == null || uri.get().getHost() == null)) {
                throw settings.invalid(COLLECTOR, expected, null);
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw settings.invalid(COLLECTOR, expected, e);
        }
    }

    private static int percent(Settings settings) {
        return settings.number(PERCENT, 0, 100);
    }
}
