package io.eventfork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Edits a file under whoever follows it, as editors do: no reader sees a part. Stateless. */
public final class Edit {

    private Edit() {}

    public static void of(Path file, String text) {
        try {
            Path other = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
            Files.move(
                    other,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
