package io.eventfork.conservation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The built-in routes with visibility timeouts of seconds, so that what is dropped comes again
 * within the run.
 */
final class RoutesFolder {

    /** Visibility timeout of the orders queue and the replay queue. */
    static final String SHORT = "5s";

    /** Visibility timeout of the queues of batching pipelines. */
    static final String LONGER = "8s";

    private static final Path BUILT_IN = Path.of("src", "main", "resources", "routes");
    private static final String BROKEN =
            """
            - route:
                id: broken
                description: Was never finished.
                from:
                  uri: no-such-component:here
                  steps:
                    - too:
            """;

    private final Path folder;

    private RoutesFolder(Path folder) {
        this.folder = folder;
    }

    static RoutesFolder write(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(BUILT_IN)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(BUILT_IN.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(
                        copy,
                        Files.readString(file)
                                .replace("visibility: 120s", "visibility: " + SHORT)
                                .replace("visibility: 180s", "visibility: " + LONGER));
            }
        }
        return new RoutesFolder(folder);
    }

    Path path() {
        return folder;
    }

    /** Adds a route file that nobody can run; returns its name. */
    String breakOne() throws IOException {
        Files.writeString(broken(), BROKEN);
        return broken().getFileName().toString();
    }

    void mend() throws IOException {
        Files.deleteIfExists(broken());
    }

    private Path broken() {
        return folder.resolve("checkout").resolve("broken.camel.yaml");
    }
}
