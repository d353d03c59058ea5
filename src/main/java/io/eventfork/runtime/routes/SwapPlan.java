package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;

/**
 * What has to be done to get from the files that run to the files that should.
 *
 * @param load files to load, by path, with the ids of the routes in each that go on running
 *     untouched
 * @param remove paths of files that are gone
 */
record SwapPlan(NavigableMap<String, Set<String>> load, NavigableSet<String> remove) {

    static SwapPlan of(
            NavigableMap<String, LoadedFile> running,
            NavigableMap<String, String> texts,
            NavigableMap<String, Outline> target) {
        NavigableMap<String, Outline> old = new TreeMap<>();
        running.forEach((path, file) -> old.put(path, file.outline()));
        return new Planner(running, texts, old, target).plan();
    }

    boolean isEmpty() {
        return load.isEmpty() && remove.isEmpty();
    }

    private record Planner(
            NavigableMap<String, LoadedFile> running,
            NavigableMap<String, String> texts,
            NavigableMap<String, Outline> old,
            NavigableMap<String, Outline> target) {

        SwapPlan plan() {
            Set<String> templates = changed("routeTemplate");
            Set<String> configurations = changed("routeConfiguration");
            Set<String> beans = changed("beans");
            NavigableMap<String, Set<String>> load = new TreeMap<>();
            target.forEach(
                    (path, outline) -> {
                        Outline before = old.getOrDefault(path, Outline.EMPTY);
                        Set<String> kept = new HashSet<>();
                        boolean whole =
                                !before.fileLevel().equals(outline.fileLevel())
                                        || beans.stream().anyMatch(texts.get(path)::contains);
                        boolean touched = whole || !same(before, outline);
                        for (Outline.Entry entry : outline.entries()) {
                            if (entry.isRoute()) {
                                if (!whole
                                        && isKept(entry, before, path, templates, configurations)) {
                                    kept.add(entry.id());
                                } else if (entry.id() != null
                                        || isAffected(entry, path, templates, configurations)) {
                                    touched = true;
                                }
                            }
                        }
                        if (touched || !running.containsKey(path)) {
                            boolean unit = outline.isOneUnit() || before.isOneUnit();
                            load.put(path, unit ? Set.of() : kept);
                        }
                    });
            NavigableSet<String> remove = new TreeSet<>(running.keySet());
            remove.removeAll(target.keySet());
            return new SwapPlan(load, remove);
        }

        private static boolean same(Outline one, Outline other) {
            List<Outline.Entry> a = one.entries();
            List<Outline.Entry> b = other.entries();
            if (a.size() != b.size()) {
                return false;
            }
            for (int i = 0; i < a.size(); i++) {
                if (!a.get(i).sameAs(b.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private boolean isKept(
                Outline.Entry entry,
                Outline before,
                String path,
                Set<String> templates,
                Set<String> configurations) {
            return entry.id() != null
                    && before.entries().stream().anyMatch(entry::sameAs)
                    && running.get(path).routes().containsKey(entry.id())
                    && !isAffected(entry, path, templates, configurations);
        }

        private boolean isAffected(
                Outline.Entry entry,
                String path,
                Set<String> templates,
                Set<String> configurations) {
            if (entry.kind().equals("templatedRoute")
                    && templates.contains(entry.text("routeTemplateRef"))) {
                return true;
            }
            if (configurations.isEmpty() || !running.containsKey(path)) {
                return false;
            }
            Map<String, RouteDefinition> routes = running.get(path).routes();
            if (entry.id() == null) {
                return routes.values().stream().anyMatch(route -> uses(route, configurations));
            }
            RouteDefinition route = routes.get(entry.id());
            return route == null || uses(route, configurations);
        }

        /**
         * Whether one of some route configurations applies to a route; an empty id means one that
         * has none.
         */
        private static boolean uses(RouteDefinition route, Set<String> configurations) {
            String wanted = route.getRouteConfigurationId();
            for (String id : configurations) {
                RouteConfigurationDefinition configuration = new RouteConfigurationDefinition();
                configuration.setId(id.isEmpty() ? null : id);
                for (String pattern : wanted == null ? new String[] {"*"} : wanted.split(",")) {
                    // A placeholder may come to mean any of them.
                    if (pattern.contains("{{")
                            || RouteDefinitionHelper.routesByIdOrPattern(route, pattern)
                                    .test(configuration)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /**
         * Ids of the entries of a kind that differ, wherever they are; empty for those that have
         * none.
         */
        private Set<String> changed(String kind) {
            Map<String, List<Object>> before = byId(kind, old);
            Map<String, List<Object>> after = byId(kind, target);
            Set<String> ids = new HashSet<>(before.keySet());
            ids.addAll(after.keySet());
            ids.removeIf(id -> Objects.equals(before.get(id), after.get(id)));
            return ids;
        }

        private static Map<String, List<Object>> byId(
                String kind, NavigableMap<String, Outline> outlines) {
            Map<String, List<Object>> values = new HashMap<>();
            for (Outline outline : outlines.values()) {
                for (Outline.Entry entry : outline.ofKind(kind)) {
                    if (kind.equals("beans") && entry.value() instanceof List<?> beans) {
                        beans.forEach(bean -> add(values, Outline.nameOf(bean), bean));
                    } else {
                        add(values, entry.id(), entry.value());
                    }
                }
            }
            return values;
        }

        private static void add(Map<String, List<Object>> values, String id, Object value) {
            values.computeIfAbsent(id == null ? "" : id, any -> new ArrayList<>()).add(value);
        }
    }
}
