package io.eventfork.runtime.routes;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a tree of route files from a file system, be it a disk or a jar.
 *
 * <p>Hidden files and folders are skipped, and so is what editors leave beside a file. Links are
 * followed, once: a Kubernetes ConfigMap mount shows each file as a link through the hidden folder
 * {@code ..data}.
 */
final class TreeReader {

    /** Folders that every use case shares; a filter by use case never hides them. */
    static final Set<String> SHARED = Set.of("pipelines", "admin");

    private final Set<String> apps;
    private final NavigableMap<String, String> files = new TreeMap<>();
    private final NavigableMap<String, String> unreadable = new TreeMap<>();
    private final NavigableSet<String> unread = new TreeSet<>();
    private final Deque<Path> ancestors = new ArrayDeque<>();

    private TreeReader(Set<String> apps) {
        this.apps = apps;
    }

    /**
     * Reads everything below a folder.
     *
     * @param apps the use-case folders to read, or parts of one, such as {@code
     *     fulfilment/shipping}; all of them if empty. A part comes with the files right in the
     *     folders above it
     * @throws IOException if the root cannot be listed; a fault of a single file or folder below it
     *     is part of the tree
     */
    static RouteTree read(Path root, Set<String> apps) throws IOException {
        TreeReader reader = new TreeReader(apps);
        reader.readFolder(root, "");
        return new RouteTree(reader.files, reader.unreadable, reader.unread);
    }

    private void readFolder(Path folder, String prefix) throws IOException {
        Path real = folder.toRealPath();
        if (ancestors.contains(real)) {
            return;
        }
        ancestors.push(real);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                readEntry(entry, prefix);
            }
        } finally {
            ancestors.pop();
        }
    }

    private void readEntry(Path entry, String prefix) throws IOException {
        // A folder in a jar may be listed with a slash at its end.
        String name = entry.getFileName().toString().replace("/", "");
        if (name.startsWith(".") || name.startsWith("#")) {
            return;
        }
        String path = prefix + name;
        if (Files.isDirectory(entry)) {
            if (isWanted(path)) {
                readSubfolder(entry, path);
            }
        } else if (Files.isRegularFile(entry)) {
            if (RouteTree.isRoutes(name) || name.equals(RouteTree.RESOURCES)) {
                readFile(entry, path);
            } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                unread.add(path);
            }
        }
    }

    private boolean isWanted(String folder) {
        return apps.isEmpty()
                || SHARED.contains(RouteTree.app(folder + "/"))
                || apps.stream().anyMatch(app -> isWithin(app, folder) || isWithin(folder, app));
    }

    private static boolean isWithin(String folder, String path) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    private void readSubfolder(Path folder, String path) {
        try {
            readFolder(folder, path + "/");
        } catch (NoSuchFileException e) {
            // Deleted since it was listed.
            return;
        } catch (IOException e) {
            unreadable.put(path + "/", "the folder cannot be listed: " + e);
        }
    }

    private void readFile(Path file, String path) {
        try {
            files.put(path, Files.readString(file));
        } catch (NoSuchFileException e) {
            // Deleted since it was listed.
            return;
        } catch (CharacterCodingException e) {
            unreadable.put(path, "the file is not UTF-8 text");
        } catch (IOException e) {
            unreadable.put(path, "the file cannot be read: " + e);
        }
    }
}
