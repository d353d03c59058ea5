package io.eventfork.runtime;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The paths whose routes let callers in by themselves, as by a secret of their own. A segment
 * {@code *} stands for any one. Immutable.
 */
final class KeylessPaths {

    private final List<Pattern> patterns;

    KeylessPaths(Settings settings) {
        patterns =
                settings.list("eventfork.http.keyless-paths").stream()
                        .map(path -> path.replace("*", "\\E[^/]+\\Q"))
                        .map(path -> Pattern.compile("\\Q" + path + "\\E"))
                        .toList();
    }

    /**
     * Whether a path is one of them.
     *
     * @param path normalized, as routes are found by
     */
    boolean contains(String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }
}
