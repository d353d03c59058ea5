package io.eventfork.runtime.routes;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The route files in the application's own jar or class folder, under {@code routes/}. They never
 * change, and are read once.
 */
public final class BuiltInRoutes implements RouteSource {

    private static final String ROOT = "routes";

    private final Path codeSource;
    private final Set<String> apps;
    private RouteTree tree;

    private BuiltInRoutes(Path codeSource, Set<String> apps) {
        this.codeSource = codeSource;
        this.apps = Set.copyOf(apps);
    }

    /** The routes in the jar or class folder from which a class was loaded. */
    static BuiltInRoutes of(Class<?> anchor, Set<String> apps) {
        try {
            return in(
                    Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI()),
                    apps);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The application's own jar has no usable location.", e);
        }
    }

    /** The routes in a jar or a class folder. */
    static BuiltInRoutes in(Path jarOrFolder, Set<String> apps) {
        return new BuiltInRoutes(jarOrFolder, apps);
    }

    @Override
    public RouteTree whole() throws IOException {
        return in(codeSource, Set.of()).read();
    }

    @Override
    public synchronized RouteTree read() throws IOException {
        if (tree == null) {
            tree = readFiles();
        }
        return tree;
    }

    private RouteTree readFiles() throws IOException {
        if (Files.isDirectory(codeSource)) {
            return read(codeSource.resolve(ROOT));
        }
        try (FileSystem jar = FileSystems.newFileSystem(codeSource, Map.of())) {
            return read(jar.getPath("/", ROOT));
        }
    }

    private RouteTree read(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(codeSource + "!/" + ROOT);
        }
        return TreeReader.read(root, apps);
    }

    /**
     * Copies the route files into a folder, for editing. The folder is created if it is missing. If
     * one of the files is already there, nothing at all is written.
     *
     * @return the files written
     * @throws FileAlreadyExistsException naming the file that is in the way
     * @throws IOException if the folder cannot be written
     */
    public List<Path> eject(Path folder) throws IOException {
        Map<String, String> files = read().files();
        for (String path : files.keySet()) {
            Path target = folder.resolve(path);
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
        }
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.writeString(target, file.getValue(), StandardOpenOption.CREATE_NEW);
            written.add(target);
        }
        return List.copyOf(written);
    }

    @Override
    public String location(String path) {
        return "classpath:" + ROOT + "/" + path;
    }

    @Override
    public boolean isWatched() {
        return false;
    }

    @Override
    public Set<String> apps() {
        return apps;
    }

    @Override
    public String toString() {
        return "the built-in routes";
    }
}
