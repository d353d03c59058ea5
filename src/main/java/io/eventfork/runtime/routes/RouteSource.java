package io.eventfork.runtime.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Where the route files are: built into the application, or in a folder that may change while it
 * runs.
 *
 * <p>Implementations are safe for use by one thread at a time.
 */
public sealed interface RouteSource permits BuiltInRoutes, DirectoryRoutes {

    /**
     * The routes in the application's own jar or class folder.
     *
     * @param apps the use-case folders to read, or parts of one, such as {@code
     *     fulfilment/shipping}; all of them if empty. Files at the top and the folders {@code
     *     pipelines} and {@code admin} are always read
     */
    static BuiltInRoutes builtIn(Set<String> apps) {
        return BuiltInRoutes.of(RouteSource.class, apps);
    }

    /**
     * The routes in a folder.
     *
     * @param apps as in {@link #builtIn}
     */
    static RouteSource directory(Path folder, Set<String> apps) {
        return new DirectoryRoutes(folder, apps);
    }

    /**
     * Reads all files.
     *
     * @throws IOException if there is no such folder or it cannot be listed
     */
    RouteTree read() throws IOException;

    /**
     * The location of a file for Camel, as {@code file:/etc/eventfork/routes/errors.camel.yaml}.
     */
    String location(String path);

    /** Whether the files may change while the application runs. */
    boolean isWatched();

    /** The use-case folders asked for; empty means all. */
    Set<String> apps();

    /** The use-case folders there are, and their parts, also those not asked for. */
    default Set<String> useCases() throws IOException {
        Set<String> folders = new TreeSet<>();
        for (String path : whole().files().keySet()) {
            if (!TreeReader.SHARED.contains(RouteTree.app(path))) {
                for (String at = RouteTree.folder(path); !at.isEmpty(); at = RouteTree.folder(at)) {
                    folders.add(at);
                }
            }
        }
        return folders;
    }

    /** Reads all files, also those of use cases not asked for. */
    RouteTree whole() throws IOException;

    /** The text of every resources.yaml by its path. */
    default Map<String, String> resources() throws IOException {
        return resources(FirstFiles.ALL);
    }

    /** The text of every resources.yaml that comes first, by its path. */
    default Map<String, String> resources(FirstFiles first) throws IOException {
        return texts(first.among(read().files()), RouteTree::isResources);
    }

    /** The text of every route file by its path. */
    default Map<String, String> routes() throws IOException {
        return texts(read().files(), RouteTree::isRoutes);
    }

    private static Map<String, String> texts(Map<String, String> files, Predicate<String> paths) {
        Map<String, String> texts = new TreeMap<>(files);
        texts.keySet().removeIf(paths.negate());
        return texts;
    }
}
