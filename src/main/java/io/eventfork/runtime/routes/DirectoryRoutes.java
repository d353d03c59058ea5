package io.eventfork.runtime.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Set;

/** Route files in a folder that people edit, or in which Kubernetes mounts a ConfigMap. */
final class DirectoryRoutes implements RouteSource {

    private final Path folder;
    private final Set<String> apps;

    DirectoryRoutes(Path folder, Set<String> apps) {
        this.folder = folder.toAbsolutePath().normalize();
        this.apps = Set.copyOf(apps);
    }

    @Override
    public RouteTree whole() throws IOException {
        return new DirectoryRoutes(folder, Set.of()).read();
    }

    @Override
    public RouteTree read() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        return TreeReader.read(folder, apps);
    }

    @Override
    public String location(String path) {
        return "file:" + folder.resolve(path);
    }

    @Override
    public boolean isWatched() {
        return true;
    }

    @Override
    public Set<String> apps() {
        return apps;
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
