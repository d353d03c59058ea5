package io.eventfork.provisioning;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads names of resources that the same file must declare. */
final class References {

    private final YamlReader yaml;

    References(YamlReader yaml) {
        this.yaml = yaml;
    }

    /** The name; empty, with a problem, if it is not one of those declared. */
    Optional<String> read(Node node, ResourceKind kind, Set<String> declared) {
        Optional<String> name = yaml.text(node, kind.label());
        if (name.isPresent() && !declared.contains(name.get())) {
            String others =
                    declared.isEmpty()
                            ? ""
                            : " or write " + YamlReader.oneOf(List.copyOf(declared));
            yaml.problem(
                    node,
                    "%s '%s' is not declared in this file: declare it under '%s'%s"
                            .formatted(kind.label(), name.get(), kind.section(), others));
            return Optional.empty();
        }
        return name;
    }
}
