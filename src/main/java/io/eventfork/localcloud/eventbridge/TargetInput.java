package io.eventfork.localcloud.eventbridge;

import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import java.util.Map;
import java.util.Optional;

/** What a target gets of an event. Implementations are immutable and thread-safe. */
@FunctionalInterface
interface TargetInput {

    /** The text for the target; nothing if the event does not have what the target wants. */
    Optional<String> of(Event event, Rule rule);

    /**
     * The input of a target: the whole event, unless it says otherwise.
     *
     * @throws JsonException if a path or template is not valid
     */
    static TargetInput of(String targetId, Members target) {
        Optional<String> constant = target.optional("Input", Shape.ofLength(0, 8192));
        if (constant.isPresent()) {
            if (JsonTexts.parse(constant.get()).isEmpty()) {
                throw JsonException.validation(
                        "JSON syntax error in input for target %s.".formatted(targetId));
            }
            return (event, rule) -> constant;
        }
        Optional<JsonPath> path =
                target.optional("InputPath", Shape.ofLength(0, 256))
                        .map(text -> path("InputPath", targetId, text));
        if (path.isPresent()) {
            return (event, rule) ->
                    path.get().find(event.document()).map(found -> found.toString());
        }
        Optional<Members> transformer = target.object("InputTransformer");
        if (transformer.isPresent()) {
            return template(targetId, transformer.get());
        }
        return (event, rule) -> Optional.of(event.json());
    }

    private static TargetInput template(String targetId, Members transformer) {
        Map<String, String> paths = transformer.map("InputPathsMap");
        InputVariables variables = new InputVariables();
        paths.forEach(
                (name, path) ->
                        variables.define(name, path("InputPathsMap", targetId, path), targetId));
        InputTemplate template =
                InputTemplate.parse(
                        transformer.required("InputTemplate", Shape.ofLength(1, 8192)),
                        variables,
                        targetId);
        return (event, rule) -> Optional.of(template.fill(event, rule));
    }

    private static JsonPath path(String member, String targetId, String text) {
        return JsonPath.parse(text)
                .orElseThrow(
                        () ->
                                JsonException.validation(
                                        "Invalid %s for target %s: '%s' is not a JSON path."
                                                .formatted(member, targetId, text)));
    }
}
