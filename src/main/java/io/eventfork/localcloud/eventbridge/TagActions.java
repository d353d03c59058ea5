package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** TagResource, UntagResource, ListTagsForResource, of buses and rules. Thread-safe. */
final class TagActions {

    private static final Shape ARN = Shape.ofLength(1, 1600);
    private static final Shape KEY = Shape.ofLength(1, 128);
    private static final Shape VALUE = Shape.ofLength(0, 256);
    private static final int MOST = 50;

    private final EventsState state;

    TagActions(EventsState state) {
        this.state = state;
    }

    Map<String, EventsCall.Action> actions() {
        return Map.of(
                "TagResource", this::tag,
                "UntagResource", this::untag,
                "ListTagsForResource", this::list);
    }

    /** The tags of a request, checked; none if it names none. */
    static Map<String, String> tags(EventsCall call) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (call.members().has("Tags")) {
            for (Members tag : call.members().objects("Tags", 0, MOST)) {
                tags.put(tag.required("Key", KEY), tag.required("Value", VALUE));
            }
        }
        return tags;
    }

    /** Adds tags to a resource. */
    void put(String arn, Map<String, String> tags) {
        if (tags.isEmpty()) {
            return;
        }
        state.tags()
                .compute(
                        arn,
                        (resource, existing) -> {
                            Map<String, String> all = copy(existing);
                            all.putAll(tags);
                            if (all.size() > MOST) {
                                throw EventsErrors.limitExceeded("A resource has at most 50 tags.");
                            }
                            return all;
                        });
    }

    private void tag(EventsCall call, ObjectNode result) {
        put(resource(call), tags(call));
    }

    private void untag(EventsCall call, ObjectNode result) {
        state.tags()
                .computeIfPresent(
                        resource(call),
                        (resource, existing) -> {
                            Map<String, String> left = copy(existing);
                            call.members().texts("TagKeys", 0, MOST).forEach(left::remove);
                            return left;
                        });
    }

    private void list(EventsCall call, ObjectNode result) {
        ArrayNode tags = result.putArray("Tags");
        state.tags()
                .getOrDefault(resource(call), Map.of())
                .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
    }

    /** The ARN of a bus or rule that exists. */
    private String resource(EventsCall call) {
        String arn = call.members().required("ResourceARN", ARN);
        boolean exists =
                state.find(arn).isPresent()
                        || state.buses(call.region()).values().stream()
                                .flatMap(bus -> bus.rules().values().stream())
                                .anyMatch(rule -> rule.arn().equals(arn));
        if (!exists) {
            throw new JsonException(
                    400, "ResourceNotFoundException", "Resource " + arn + " does not exist.");
        }
        return arn;
    }

    private static Map<String, String> copy(Map<String, String> tags) {
        return tags == null ? new LinkedHashMap<>() : new LinkedHashMap<>(tags);
    }
}
