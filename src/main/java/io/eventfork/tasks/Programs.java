package io.eventfork.tasks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Finds programs as a shell does. Stateless. */
final class Programs {

    private Programs() {}

    /**
     * Requires a program before a shell is to run it: of one that is missing the shell tells by an
     * exit code alone, as of a program that fails.
     *
     * @param name a path, or a name that is looked for
     * @param searchPath the directories in which a name is looked for, as {@code PATH} has them
     * @throws IOException if there is none, as when a process starts without a shell
     */
    static void require(String name, String searchPath) throws IOException {
        boolean found =
                name.contains("/")
                        ? isProgram(Path.of(name))
                        : Arrays.stream(searchPath.split(File.pathSeparator))
                                .anyMatch(folder -> isProgram(Path.of(folder, name)));
        if (!found) {
            throw new IOException("There is no program %s to start a task with".formatted(name));
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
