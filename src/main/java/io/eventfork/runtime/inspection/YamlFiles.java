package io.eventfork.runtime.inspection;

import io.eventfork.runtime.inspection.YamlNodes.Member;
import io.eventfork.runtime.routes.RouteTree;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The route files that are YAML; of those that are none, others speak.
 *
 * @param roots by path
 */
record YamlFiles(NavigableMap<String, Node> roots) {

    /** Is handed an entry of a file. */
    @FunctionalInterface
    interface Visit {
        void entry(String file, ScalarNode key, Node value);
    }

    static YamlFiles of(NavigableMap<String, String> texts) {
        NavigableMap<String, Node> roots = new TreeMap<>();
        texts.forEach(
                (path, text) -> {
                    if (RouteTree.isRoutes(path)) {
                        YamlNodes.root(text).ifPresent(root -> roots.put(path, root));
                    }
                });
        return new YamlFiles(roots);
    }

    /** Visits all entries of one kind, {@code route} or another. */
    void entries(String kind, Visit visit) {
        roots.forEach(
                (file, root) ->
                        YamlNodes.items(root)
                                .forEach(
                                        item -> {
                                            Member entry = YamlNodes.members(item).get(kind);
                                            if (entry != null) {
                                                visit.entry(file, entry.key(), entry.value());
                                            }
                                        }));
    }

    /** The templates that routes name. */
    List<String> references() {
        List<String> names = new ArrayList<>();
        entries(
                "templatedRoute",
                (file, key, node) ->
                        names.add(YamlNodes.text(node, "routeTemplateRef").orElse("")));
        return names;
    }
}
