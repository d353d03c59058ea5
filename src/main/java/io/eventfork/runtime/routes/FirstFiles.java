package io.eventfork.runtime.routes;

import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The built-in files that a start begins with, so that what they serve need not wait for the
 * others: those named, the declarations of the folders that these are in, and the files at the top,
 * which all share.
 *
 * @param names use-case folders, such as {@code shop}, or route files without the end of their
 *     names, such as {@code checkout/intake}; what is not there is passed over
 */
public record FirstFiles(Set<String> names) {

    /** Nothing comes first: a start loads all files at once. */
    public static final FirstFiles ALL = new FirstFiles(Set.of());

    public FirstFiles {
        names = Set.copyOf(names);
    }

    /** Those of some files, by path, that come first; all of them if no named one is there. */
    NavigableMap<String, String> among(NavigableMap<String, String> files) {
        NavigableMap<String, String> first = new TreeMap<>(files);
        first.keySet().removeIf(path -> !isFirst(path));
        boolean isEmpty = first.keySet().stream().noneMatch(this::isNamed);
        return isEmpty ? files : first;
    }

    private boolean isFirst(String path) {
        String folder = RouteTree.folder(path);
        return folder.isEmpty()
                || isNamed(path)
                || RouteTree.isResources(path)
                        && names.stream().anyMatch(name -> name.startsWith(folder + "/"));
    }

    private boolean isNamed(String path) {
        return names.stream()
                .anyMatch(
                        name ->
                                path.startsWith(name + "/")
                                        || path.equals(name + RouteTree.ROUTES_SUFFIX));
    }
}
