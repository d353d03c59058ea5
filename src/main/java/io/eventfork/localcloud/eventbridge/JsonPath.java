package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of JSONPath that EventBridge knows: {@code $}, {@code .name}, {@code ['name']}, {@code
 * [0]} and the wildcards {@code .*} and {@code [*]}. Immutable and thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html">Input
 *     transformation</a>
 */
final class JsonPath {

    private static final Pattern STEP =
            Pattern.compile(
                    "\\.(?<all>\\*)|\\.(?<name>[A-Za-z0-9_/-]+)|\\['(?<quoted>[^']+)'\\]"
                            + "|\\[(?<index>\\d{1,6})\\]|\\[(?<each>\\*)\\]");

    /** One step: a member's name, an item's index, or, if both are empty, everything. */
    private record Step(Optional<String> name, Optional<Integer> index) {

        boolean isWildcard() {
            return name.isEmpty() && index.isEmpty();
        }
    }

    private final List<Step> steps;
    private final boolean findsMany;

    private JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
        this.findsMany = steps.stream().anyMatch(Step::isWildcard);
    }

    /** The path; nothing if the text is none that EventBridge knows. */
    static Optional<JsonPath> parse(String text) {
        if (!text.startsWith("$")) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int position = 1;
        while (position < text.length()) {
            if (!matcher.find(position) || matcher.start() != position) {
                return Optional.empty();
            }
            Optional<String> name =
                    Optional.ofNullable(matcher.group("name"))
                            .or(() -> Optional.ofNullable(matcher.group("quoted")));
            steps.add(
                    new Step(
                            name,
                            Optional.ofNullable(matcher.group("index")).map(Integer::valueOf)));
            position = matcher.end();
        }
        return Optional.of(new JsonPath(steps));
    }

    /** What the path leads to: with a wildcard an array of all of it; nothing if there is none. */
    Optional<JsonNode> find(JsonNode document) {
        List<JsonNode> found = List.of(document);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : found) {
                if (step.isWildcard()) {
                    node.forEach(next::add);
                } else {
                    JsonNode child =
                            step.name()
                                    .map(node::path)
                                    .orElseGet(() -> node.path(step.index().orElseThrow()));
                    if (!child.isMissingNode()) {
                        next.add(child);
                    }
                }
            }
            found = next;
        }
        if (findsMany) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            found.forEach(all::add);
            return Optional.of(all);
        }
        return found.stream().findFirst();
    }
}
