package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.JsonPage;
import io.eventfork.localcloud.json.Shape;
import java.util.Map;
import java.util.Optional;

/** CreateEventBus, DescribeEventBus, ListEventBuses, DeleteEventBus. Thread-safe. */
final class BusActions {

    private static final Shape NAME = Shape.of(1, 256, "[/\\.\\-_A-Za-z0-9]+");
    private static final Shape NAME_OR_ARN = Shape.ofLength(1, 1600);
    private static final Shape DESCRIPTION = Shape.ofLength(0, 512);

    private final EventsState state;
    private final TagActions tags;

    BusActions(EventsState state, TagActions tags) {
        this.state = state;
        this.tags = tags;
    }

    Map<String, EventsCall.Action> actions() {
        return Map.of(
                "CreateEventBus", this::create,
                "DescribeEventBus", this::describe,
                "ListEventBuses", this::list,
                "DeleteEventBus", this::delete);
    }

    private void create(EventsCall call, ObjectNode result) {
        String name = call.members().required("Name", NAME);
        if (name.contains("/") || call.members().has("EventSourceName")) {
            throw JsonException.validation(
                    "Partner event buses are not part of the local cloud; a name has no '/'.");
        }
        Map<String, String> named = TagActions.tags(call);
        EventBus bus =
                state.create(
                        call.region(), name, call.members().optional("Description", DESCRIPTION));
        tags.put(bus.arn(), named);
        result.put("EventBusArn", bus.arn());
        bus.description().ifPresent(text -> result.put("Description", text));
    }

    private void describe(EventsCall call, ObjectNode result) {
        Optional<String> name = call.members().optional("Name", NAME_OR_ARN);
        describe(state.bus(call.region(), name), result);
    }

    private void list(EventsCall call, ObjectNode result) {
        String prefix = call.members().optional("NamePrefix", NAME).orElse("");
        JsonPage<EventBus> page =
                JsonPage.of(
                        state.buses(call.region()),
                        Arns.bus(call.region(), prefix),
                        call.limit(),
                        call.nextToken(),
                        bus -> true);
        ArrayNode buses = result.putArray("EventBuses");
        page.entries().forEach(bus -> describe(bus, buses.addObject()));
        page.nextToken().ifPresent(token -> result.put("NextToken", token));
    }

    private void delete(EventsCall call, ObjectNode result) {
        String name = call.members().required("Name", NAME);
        if (name.equals(Arns.DEFAULT_BUS)) {
            throw JsonException.validation("Cannot delete event bus default.");
        }
        state.delete(EventsState.arn(call.region(), name));
    }

    private static void describe(EventBus bus, ObjectNode result) {
        result.put("Name", bus.name());
        result.put("Arn", bus.arn());
        bus.description().ifPresent(text -> result.put("Description", text));
        result.put("CreationTime", bus.created().getEpochSecond());
        result.put("LastModifiedTime", bus.created().getEpochSecond());
    }
}
