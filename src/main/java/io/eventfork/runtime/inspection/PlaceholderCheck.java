package io.eventfork.runtime.inspection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds placeholders that have no value. */
final class PlaceholderCheck {

    /** A number where one is wanted, and a text elsewhere. */
    private static final String ANY = "1";

    private final Map<String, String> settings;
    private final Set<String> functions;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, String> standIns = new TreeMap<>();
    private final Set<String> used = new TreeSet<>();

    /**
     * @param functions the words before a colon that call something
     */
    PlaceholderCheck(Map<String, String> settings, Set<String> functions) {
        this.settings = settings;
        this.functions = functions;
    }

    List<Finding> of(YamlFiles files) {
        files.roots()
                .forEach(
                        (file, root) -> {
                            for (Node item : YamlNodes.items(root)) {
                                YamlNodes.members(item)
                                        .forEach(
                                                (kind, entry) ->
                                                        check(
                                                                file,
                                                                entry.value(),
                                                                own(entry.value())));
                            }
                        });
        return List.copyOf(findings);
    }

    /** Values for names that are not known, so that the rest can be judged as if they were. */
    Map<String, String> standIns() {
        return standIns;
    }

    /** The settings that routes name. */
    Set<String> used() {
        return used;
    }

    /** The names that a template gives its steps: of its parameters and its beans. */
    private static Set<String> own(Node entry) {
        Set<String> names = new HashSet<>();
        for (String list : List.of("parameters", "beans")) {
            YamlNodes.items(entry, list)
                    .forEach(item -> YamlNodes.text(item, "name").ifPresent(names::add));
        }
        return names;
    }

    private void check(String file, Node node, Set<String> own) {
        YamlNodes.eachScalar(
                node,
                scalar ->
                        Placeholder.in(scalar.getValue())
                                .forEach(found -> check(file, scalar, found, own)));
    }

    private void check(String file, ScalarNode scalar, Placeholder found, Set<String> own) {
        if (!found.function(functions).isEmpty()) {
            return;
        }
        String name = found.content().replaceFirst("^[?!]", "").replaceFirst(":.*", "");
        used.add(name);
        if (name.contains("{{") || settings.containsKey(name) || own.contains(name)) {
            return;
        }
        Spot spot = spot(file, scalar, found);
        if (found.isOptional()) {
            Nearest.to(name, functions)
                    .filter(function -> found.content().startsWith(name + ":"))
                    .ifPresent(
                            function ->
                                    findings.add(
                                            Finding.error(
                                                    spot,
                                                    "there is no property function '%s': write '%s'"
                                                            .formatted(name, function))));
            return;
        }
        Set<String> known = new TreeSet<>(settings.keySet());
        known.addAll(own);
        Optional<String> nearest = Nearest.to(name, known);
        standIns.put(name, nearest.map(settings::get).orElse(ANY));
        findings.add(
                Finding.error(
                        spot,
                        "there is no setting%s '%s': %s"
                                .formatted(
                                        own.isEmpty() ? "" : " or parameter",
                                        name,
                                        nearest.map("write '%s'"::formatted)
                                                .orElse(
                                                        "add it to the file that --config names, or write a default, '{{%s:<default>}}'"
                                                                .formatted(name)))));
    }

    /** Of a text of one line the column of the placeholder, otherwise that of the text. */
    private static Spot spot(String file, ScalarNode scalar, Placeholder found) {
        Spot start = Spot.of(file, scalar);
        int offset = scalar.getValue().indexOf(found.content());
        boolean oneLine =
                scalar.getStartMark().isPresent()
                        && scalar.getEndMark().isPresent()
                        && scalar.getStartMark().get().getLine()
                                == scalar.getEndMark().get().getLine();
        int quote = scalar.isPlain() ? 0 : 1;
        return oneLine && offset >= 0
                ? new Spot(file, start.line(), start.column() + quote + offset)
                : start;
    }
}
