package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Shape;
import java.util.List;
import java.util.Map;

/** TestEventPattern. Stateless. */
final class PatternActions {

    private static final Shape PATTERN = Shape.ofLength(0, 4096);
    private static final Shape EVENT = Shape.ofLength(0, PutEventsAction.MOST_BYTES);
    private static final List<String> MANDATORY =
            List.of("id", "account", "source", "time", "region", "resources", "detail-type");

    Map<String, EventsCall.Action> actions() {
        return Map.of("TestEventPattern", PatternActions::test);
    }

    private static void test(EventsCall call, ObjectNode result) {
        EventPattern pattern = EventPattern.of(call.members().required("EventPattern", PATTERN));
        String event = call.members().required("Event", EVENT);
        JsonNode document =
                JsonTexts.parse(event)
                        .filter(JsonNode::isObject)
                        .orElseThrow(() -> invalid("The event is no JSON object."));
        List<String> missing = MANDATORY.stream().filter(name -> !document.has(name)).toList();
        if (!missing.isEmpty()) {
            throw invalid("The event has no " + String.join(", ", missing) + ".");
        }
        result.put("Result", pattern.matches(document.toString()));
    }

    private static JsonException invalid(String reason) {
        return JsonException.validation("Parameter Event is not valid. Reason: " + reason);
    }
}
