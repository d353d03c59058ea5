package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PutEvents. Thread-safe. */
final class PutEventsAction {

    /** Of all entries of a request together. */
    static final int MOST_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(PutEventsAction.class);

    private static final int MOST_ENTRIES = 10;

    private final EventsState state;
    private final EntryReader reader;
    private final EventRouter router;

    PutEventsAction(EventsState state, EntryReader reader, EventRouter router) {
        this.state = state;
        this.reader = reader;
        this.router = router;
    }

    Map<String, EventsCall.Action> actions() {
        return Map.of("PutEvents", this::put);
    }

    private void put(EventsCall call, ObjectNode result) {
        if (call.members().has("EndpointId")) {
            throw JsonException.validation("Global endpoints are not part of the local cloud.");
        }
        List<Members> entries = call.members().objects("Entries", 1, MOST_ENTRIES);
        if (entries.stream().mapToLong(EntryReader::size).sum() > MOST_BYTES) {
            throw JsonException.validation(
                    "Total size of the entries in the request is over the limit.");
        }
        ArrayNode results = result.putArray("Entries");
        List<EventRouter.Put> accepted = new ArrayList<>();
        int failed = 0;
        for (Members entry : entries) {
            Optional<EntryReader.Problem> problem =
                    router.isOverloaded()
                            ? Optional.of(
                                    new EntryReader.Problem(
                                            "ThrottlingException",
                                            "Too many events wait for targets that cannot be"
                                                    + " reached."))
                            : reader.problem(entry);
            if (problem.isPresent()) {
                failed++;
                results.addObject()
                        .put("ErrorCode", problem.get().code())
                        .put("ErrorMessage", problem.get().message());
            } else {
                Event event = reader.event(entry, call.region(), call.traceHeader());
                results.addObject().put("EventId", event.id());
                bus(call, entry, event)
                        .ifPresent(bus -> accepted.add(new EventRouter.Put(bus, event)));
            }
        }
        result.put("FailedEntryCount", failed);
        router.route(accepted);
    }

    /** As on AWS, nobody is told that there is no such bus; the log does. */
    private Optional<EventBus> bus(EventsCall call, Members entry, Event event) {
        String arn =
                EventsState.arn(call.region(), entry.text("EventBusName").orElse(Arns.DEFAULT_BUS));
        Optional<EventBus> bus = state.find(arn);
        if (bus.isEmpty()) {
            LOG.warn("Event {} is dropped: there is no event bus {}.", event.id(), arn);
        }
        return bus;
    }
}
