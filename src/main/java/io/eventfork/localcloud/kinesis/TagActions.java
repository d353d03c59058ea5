package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** AddTagsToStream, ListTagsForStream, RemoveTagsFromStream. Thread-safe. */
final class TagActions {

    /** The most tags of a stream. */
    static final int MOST = 50;

    private static final Shape KEY = Shape.ofLength(1, 128);
    private static final Shape VALUE = Shape.ofLength(0, 256);

    private final Streams streams;

    TagActions(KinesisState state) {
        streams = new Streams(state);
    }

    Map<String, KinesisCall.Action> actions() {
        return Map.of(
                "AddTagsToStream", this::add,
                "ListTagsForStream", this::list,
                "RemoveTagsFromStream", this::remove);
    }

    /** The tags of a request, checked; none if it names none. */
    static Map<String, String> tags(KinesisCall call) {
        Map<String, String> tags = call.members().map("Tags");
        tags.forEach(
                (key, value) -> {
                    KEY.check("tags.key", key);
                    VALUE.check("tags.value", value);
                });
        return tags;
    }

    private void add(KinesisCall call, ObjectNode result) {
        streams.of(call).tags().add(tags(call), MOST);
    }

    private void remove(KinesisCall call, ObjectNode result) {
        streams.of(call).tags().remove(call.members().texts("TagKeys", 1, MOST));
    }

    private void list(KinesisCall call, ObjectNode result) {
        Stream stream = streams.of(call);
        int limit = call.members().number("Limit", 1, MOST).orElse(MOST);
        Optional<String> last = call.members().optional("ExclusiveStartTagKey", KEY);
        List<Map.Entry<String, String>> rest =
                last
                        .map(key -> stream.tags().all().tailMap(key, false))
                        .orElseGet(stream.tags()::all)
                        .entrySet()
                        .stream()
                        .toList();
        ArrayNode tags = result.putArray("Tags");
        rest.stream()
                .limit(limit)
                .forEach(
                        tag ->
                                tags.addObject()
                                        .put("Key", tag.getKey())
                                        .put("Value", tag.getValue()));
        result.put("HasMoreTags", rest.size() > limit);
    }
}
