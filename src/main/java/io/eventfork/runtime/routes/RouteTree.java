package io.eventfork.runtime.routes;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a {@link RouteSource} holds at one moment.
 *
 * @param files text by path; a path is relative to the root and has slashes, as {@code
 *     checkout/intake.camel.yaml}
 * @param unreadable reason by path, for files that are there and cannot be read
 * @param unread paths of YAML files whose name is not one that Eventfork reads
 */
public record RouteTree(
        NavigableMap<String, String> files,
        NavigableMap<String, String> unreadable,
        NavigableSet<String> unread) {

    /** The name of the file that declares what a folder needs from the cloud. */
    static final String RESOURCES = "resources.yaml";

    /** How the name of a route file ends. */
    static final String ROUTES_SUFFIX = ".camel.yaml";

    public RouteTree {
        files = Collections.unmodifiableNavigableMap(new TreeMap<>(files));
        unreadable = Collections.unmodifiableNavigableMap(new TreeMap<>(unreadable));
        unread = Collections.unmodifiableNavigableSet(new TreeSet<>(unread));
    }

    /** The files, with earlier texts for those that cannot be read: they count as unchanged. */
    NavigableMap<String, String> filesOr(Map<String, String> earlier) {
        NavigableMap<String, String> all = new TreeMap<>(files);
        earlier.forEach(
                (path, text) -> {
                    if (unreadable.keySet().stream()
                            .anyMatch(
                                    at ->
                                            path.equals(at)
                                                    || (at.endsWith("/") && path.startsWith(at)))) {
                        all.put(path, text);
                    }
                });
        return all;
    }

    /** Whether a file of that path holds routes. */
    public static boolean isRoutes(String path) {
        return path.endsWith(ROUTES_SUFFIX);
    }

    /** Whether a file of that path declares resources. */
    public static boolean isResources(String path) {
        return path.equals(RESOURCES) || path.endsWith("/" + RESOURCES);
    }

    /** The folder that holds a file, empty for the root. */
    public static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** The folder right under the root to which a file belongs, empty for a file at the root. */
    public static String app(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
