package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The built-in routes of tasks in a folder, where a test changes them. */
final class TasksRoutes {

    private static final Path BUILT_IN = Path.of("src", "main", "resources", "routes");

    private final Path folder;

    private TasksRoutes(Path folder) {
        this.folder = folder;
    }

    static TasksRoutes in(Path folder) throws IOException {
        for (String part : List.of("", "pipelines", "tasks")) {
            Path to = Files.createDirectories(folder.resolve(part));
            try (Stream<Path> files = Files.list(BUILT_IN.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
        return new TasksRoutes(folder);
    }

    /** Replaces a text of a file of {@code tasks/}. */
    TasksRoutes with(String file, String old, String text) throws IOException {
        Path path = folder.resolve("tasks").resolve(file);
        String content = Files.readString(path);
        assertThat(content).contains(old);
        Files.writeString(path, content.replace(old, text));
        return this;
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
