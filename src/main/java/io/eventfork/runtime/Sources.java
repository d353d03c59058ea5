package io.eventfork.runtime;

import io.eventfork.runtime.routes.FirstFiles;
import io.eventfork.runtime.routes.RouteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the route files that the settings ask for. */
final class Sources {

    private static final String ROUTES = "eventfork.routes";
    private static final String APPS = "eventfork.apps";

    private Sources() {}

    /**
     * The route files.
     *
     * @throws StartException if there is no such folder, or no such use case in it
     */
    static RouteSource of(Settings settings) {
        Set<String> apps = new LinkedHashSet<>(settings.list(APPS));
        RouteSource source =
                folder(settings)
                        .map(folder -> RouteSource.directory(folder, apps))
                        .orElseGet(() -> RouteSource.builtIn(apps));
        if (!apps.isEmpty()) {
            requireUseCases(settings, source);
        }
        return source;
    }

    /** What a start begins with; the files of a folder are started together. */
    static FirstFiles first(Settings settings, RouteSource source) {
        return source.isWatched()
                ? FirstFiles.ALL
                : new FirstFiles(Set.copyOf(settings.list("eventfork.first")));
    }

    private static Optional<Path> folder(Settings settings) {
        try {
            Optional<Path> folder = settings.optional(ROUTES).map(Path::of);
            if (folder.isPresent() && !Files.isDirectory(folder.get())) {
                throw noFolder(settings, null);
            }
            return folder;
        } catch (InvalidPathException e) {
            throw noFolder(settings, e);
        }
    }

    private static StartException noFolder(Settings settings, Exception cause) {
        return settings.invalid(
                ROUTES, "a folder that exists ('eventfork routes eject DIR' makes one)", cause);
    }

    private static void requireUseCases(Settings settings, RouteSource source) {
        Set<String> there;
        try {
            there = source.useCases();
        } catch (IOException e) {
            throw new StartException("Cannot read %s: %s.".formatted(source, e.getMessage()), e);
        }
        Set<String> missing = new TreeSet<>(source.apps());
        missing.removeAll(there);
        if (!missing.isEmpty()) {
            String expected =
                    there.isEmpty()
                            ? "nothing, for there is no use case in " + source
                            : "use cases there are in " + source + ": " + String.join(", ", there);
            throw settings.invalid(APPS, expected, null);
        }
    }
}
