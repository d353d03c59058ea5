package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The entries of a route file as plain values. Two entries with equal values mean the same,
 * whatever their layout and comments, so an outline tells which routes an edit has really changed.
 *
 * @param stepLine the line of a step in the file, given what Camel says it is
 */
record Outline(List<Entry> entries, IntUnaryOperator stepLine) {

    /** A file without entries, and what a file was before it came to be. */
    static final Outline EMPTY = new Outline(List.of(), line -> line);

    private static final Set<String> OWN_MODEL =
            Set.of("route", "from", "templatedRoute", "routeTemplate", "routeConfiguration");
    private static final Set<String> WHOLE_FILE = Set.of("beans", "rest", "restConfiguration");

    /**
     * One entry of the list that a route file is.
     *
     * @param kind its key, as {@code route} or {@code routeTemplate}
     * @param id the id by which Camel knows it; null if it has none
     * @param line from 1
     */
    record Entry(String kind, String id, int line, Object value) {

        boolean isRoute() {
            return kind.equals("route") || kind.equals("from") || kind.equals("templatedRoute");
        }

        boolean sameAs(Entry other) {
            return kind.equals(other.kind) && value.equals(other.value);
        }

        /** The names in a list of beans, repeated ones included. */
        List<String> beanNames() {
            return value instanceof List<?> beans
                    ? beans.stream().map(Outline::nameOf).toList()
                    : List.of();
        }

        /** A string attribute of the entry, or null. */
        String text(String name) {
            return value instanceof Map<?, ?> map && map.get(name) != null
                    ? map.get(name).toString()
                    : null;
        }
    }

    Outline {
        entries = List.copyOf(entries);
    }

    /**
     * Reads the route files among some.
     *
     * @param files texts by path
     * @param faults takes what is wrong with the YAML of each that has no outline then
     */
    static NavigableMap<String, Outline> all(
            NavigableMap<String, String> files, List<Fault> faults) {
        NavigableMap<String, Outline> outlines = new TreeMap<>();
        files.forEach(
                (path, text) -> {
                    if (RouteTree.isRoutes(path)) {
                        try {
                            outlines.put(path, of(path, text));
                        } catch (FaultException e) {
                            faults.add(e.fault());
                        }
                    }
                });
        return outlines;
    }

    /** Reads a file, or throws what is wrong with its YAML. */
    static Outline of(String path, String text) throws FaultException {
        LoadSettings settings = LoadSettings.builder().setLabel(path).build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                throw new FaultException(
                        Fault.at(path, 0, "the file is empty; delete it to remove its routes"));
            }
            if (!(root.get() instanceof SequenceNode nodes)) {
                throw new FaultException(
                        Fault.at(
                                path,
                                line(root.get()),
                                "a route file is a list, its entries begin with '- '"));
            }
            List<?> values =
                    (List<?>) new StandardConstructor(settings).constructSingleDocument(root);
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                addEntries(entries, path, line(nodes.getValue().get(i)), values.get(i));
            }
            return new Outline(entries, new YamlLines(nodes)::ofStep);
        } catch (YamlEngineException e) {
            throw new FaultException(fault(path, e));
        }
    }

    private static void addEntries(List<Entry> entries, String path, int line, Object item)
            throws FaultException {
        if (!(item instanceof Map<?, ?> map)) {
            throw new FaultException(
                    Fault.at(path, line, "an entry of a route file has a name, as '- route:'"));
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String kind = String.valueOf(entry.getKey());
            Object value = entry.getValue() == null ? Map.of() : entry.getValue();
            entries.add(new Entry(kind, id(kind, value), line, value));
        }
    }

    private static String id(String kind, Object value) {
        if (!(value instanceof Map<?, ?> map) || kind.equals("from")) {
            return null;
        }
        Object id = map.get(kind.equals("templatedRoute") ? "routeId" : "id");
        return id == null ? null : id.toString();
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** What a fault of the YAML reader, Camel's or the engine's, says about a file. */
    static Fault fault(String path, YamlEngineException e) {
        if (e instanceof MarkedYamlEngineException marked) {
            Optional<Mark> mark = marked.getProblemMark().or(marked::getContextMark);
            String reason = marked.getProblem() == null ? marked.getContext() : marked.getProblem();
            int line = mark.map(m -> m.getLine() + 1).orElse(0);
            int column = mark.map(m -> m.getColumn() + 1).orElse(0);
            return new Fault(List.of(new Fault.Place(path, line, column)), Reasons.oneLine(reason));
        }
        return Fault.at(path, 0, Reasons.of(e));
    }

    /**
     * Entries that are neither routes nor templates nor route configurations; they bear on the
     * whole file.
     */
    List<Object> fileLevel() {
        List<Object> values = new ArrayList<>();
        for (Entry entry : entries) {
            if (!OWN_MODEL.contains(entry.kind())) {
                values.add(Map.of(entry.kind(), entry.value()));
            }
        }
        return values;
    }

    /**
     * Whether loading the file again renews objects that its routes hold, so that all of them must
     * be renewed.
     */
    boolean isOneUnit() {
        return entries.stream().anyMatch(entry -> WHOLE_FILE.contains(entry.kind()));
    }

    /** Whether Camel finds something in the file before it comes to the routes, as beans. */
    boolean hasFileLevel() {
        return entries.stream().anyMatch(entry -> !OWN_MODEL.contains(entry.kind()));
    }

    List<Entry> ofKind(String kind) {
        return entries.stream().filter(entry -> entry.kind().equals(kind)).toList();
    }

    /** The names of the beans that the file declares. */
    Set<String> beanNames() {
        Set<String> names = new LinkedHashSet<>();
        ofKind("beans").forEach(entry -> names.addAll(entry.beanNames()));
        return names;
    }

    /** The name of one entry of a list of beans, empty if it has none. */
    static String nameOf(Object bean) {
        return bean instanceof Map<?, ?> map && map.get("name") != null
                ? map.get("name").toString()
                : "";
    }
}
