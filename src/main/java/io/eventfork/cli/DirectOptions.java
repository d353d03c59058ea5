package io.eventfork.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the command line of most starts, options of the default command that have a value, without
 * picocli: its classes are too old to be kept ready in an archive of Java 17, and take a tenth of a
 * second. Stateless.
 */
final class DirectOptions {

    /** Each sets the setting of its name. */
    private static final Set<String> NAMES =
            Set.of(
                    "cloud",
                    "endpoint",
                    "opensearch",
                    "cloud-port",
                    "opensearch-port",
                    "host",
                    "port",
                    "observe-host",
                    "observe-port",
                    "routes",
                    "apps");

    private DirectOptions() {}

    /** The settings that some arguments mean; nothing if picocli has to say what they mean. */
    static Optional<Map<String, String>> read(String... arguments) {
        if (arguments.length % 2 != 0) {
            return Optional.empty();
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            String value = arguments[i + 1];
            if (!NAMES.contains(name)
                    || value.startsWith("-")
                    || settings.put("eventfork." + name, value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(settings);
    }
}
