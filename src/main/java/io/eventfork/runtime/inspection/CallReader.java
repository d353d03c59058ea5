package io.eventfork.runtime.inspection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads what a file calls, with the values that a route gives to its template filled in. Immutable.
 */
final class CallReader {

    /** A value that a route gives to its template. */
    record Given(String value, Spot spot) {}

    private final String file;
    private final Map<String, Spot> spots = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @param given by the name of the parameter; none for a route that is written out
     */
    CallReader(String file, Map<String, Given> given) {
        this.file = file;
        given.forEach(
                (name, value) -> {
                    spots.put(name, value.spot());
                    values.put(name, value.value());
                });
    }

    /** Where a route starts. */
    Call source(Node from) {
        return new Call(
                "from",
                YamlNodes.text(from, "id").orElse(""),
                uri(from),
                parameters(from),
                uses(YamlNodes.member(from, "uri").orElse(from)),
                Spot.of(file, from));
    }

    /**
     * All calls of some steps, and of steps inside them, in the order in which they are written.
     */
    List<Call> calls(Node steps) {
        List<Call> calls = new ArrayList<>();
        addCalls(steps, calls);
        return calls;
    }

    private void addCalls(Node node, List<Call> calls) {
        YamlNodes.items(node).forEach(item -> addCalls(item, calls));
        YamlNodes.members(node)
                .forEach(
                        (name, member) -> {
                            boolean isCall =
                                    name.equals("bean")
                                            || Steps.SENDING.contains(name)
                                            || YamlNodes.member(member.value(), "uri").isPresent();
                            if (isCall) {
                                calls.add(call(name, member.value()));
                            } else if (!(member.value() instanceof ScalarNode)) {
                                if (name.equals("method")) {
                                    calls.add(call("bean", member.value()));
                                }
                                addCalls(member.value(), calls);
                            }
                        });
    }

    /**
     * A call.
     *
     * @param step its kind, as {@link Call#step} has it
     */
    Call call(String step, Node node) {
        boolean sends = !step.equals("bean") && !step.equals("beans");
        return new Call(
                step,
                YamlNodes.text(node, "id").orElse(""),
                sends ? uri(node) : "",
                parameters(node),
                uses(node),
                Spot.of(file, node));
    }

    /** The resources that something names. */
    List<ResourceUse> uses(Node node) {
        List<ResourceUse> found = new ArrayList<>();
        YamlNodes.eachScalar(
                node,
                scalar ->
                        found.addAll(ResourceUse.in(filled(scalar.getValue()), whereSaid(scalar))));
        return found;
    }

    /** The value that is filled in, if there is one. */
    private Spot whereSaid(ScalarNode scalar) {
        return spots.keySet().stream()
                .filter(name -> scalar.getValue().contains("{{" + name + "}}"))
                .findFirst()
                .map(spots::get)
                .orElse(Spot.of(file, scalar));
    }

    private String uri(Node node) {
        return filled(YamlNodes.text(node, "uri").orElse(scalar(node)));
    }

    private Map<String, String> parameters(Node node) {
        Map<String, String> parameters = new LinkedHashMap<>();
        YamlNodes.member(node, "parameters")
                .filter(MappingNode.class::isInstance)
                .ifPresent(
                        found ->
                                YamlNodes.members(found)
                                        .forEach(
                                                (name, member) ->
                                                        parameters.put(
                                                                name,
                                                                filled(scalar(member.value())))));
        return parameters;
    }

    private String filled(String text) {
        return Placeholder.fill(text, values);
    }

    private static String scalar(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
