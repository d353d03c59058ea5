package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.query.QueryException;
import io.eventfork.localcloud.query.QueryParameters;
import io.eventfork.localcloud.query.XmlWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** TagResource, UntagResource, ListTagsForResource. Thread-safe. */
final class TagActions {

    private static final int MAX_TAGS = 50;
    private static final int MAX_KEY_LENGTH = 128;
    private static final int MAX_VALUE_LENGTH = 256;

    private final SnsState state;

    TagActions(SnsState state) {
        this.state = state;
    }

    Map<String, SnsCall.Action> actions() {
        return Map.of(
                "TagResource", this::tag,
                "UntagResource", this::untag,
                "ListTagsForResource", this::list);
    }

    /** The tags of a request, checked. */
    static Map<String, String> tags(SnsCall call) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (QueryParameters tag : call.parameters().members("Tags.member")) {
            String key = tag.get("Key");
            String value = tag.get("Value");
            if (key.isEmpty()
                    || key.length() > MAX_KEY_LENGTH
                    || value.length() > MAX_VALUE_LENGTH) {
                throw SnsErrors.invalidParameter(
                        "Tags Reason: A key has 1 to 128 characters, a value at most 256.");
            }
            if (tags.put(key, value) != null) {
                throw SnsErrors.invalidParameter("Duplicated keys are not allowed.");
            }
        }
        if (tags.size() > MAX_TAGS) {
            throw limitExceeded();
        }
        return tags;
    }

    private void tag(SnsCall call, XmlWriter result) {
        if (!resource(call).tag(tags(call), MAX_TAGS)) {
            throw limitExceeded();
        }
    }

    private void untag(SnsCall call, XmlWriter result) {
        resource(call).untag(call.parameters().values("TagKeys.member"));
    }

    private void list(SnsCall call, XmlWriter result) {
        Map<String, String> tags = resource(call).tags();
        result.open("Tags");
        tags.forEach(
                (key, value) ->
                        result.open("member").text("Key", key).text("Value", value).close());
        result.close();
    }

    private Topic resource(SnsCall call) {
        Topic topic = state.topics().get(Arns.require(call.get("ResourceArn"), "ResourceArn"));
        if (topic == null) {
            throw new QueryException(404, "ResourceNotFound", "Resource does not exist");
        }
        return topic;
    }

    private static QueryException limitExceeded() {
        return new QueryException(
                400,
                "TagLimitExceeded",
                "Could not complete request: tag quota of per resource exceeded");
    }
}
