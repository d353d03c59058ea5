package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * An event on a bus. Immutable; the document is never changed.
 *
 * @param id made by EventBridge
 * @param document the envelope that rules see and targets get
 * @param json the same as text
 * @param ingested when EventBridge accepted it
 * @param forwarded whether it came from another bus; such an event goes to no third bus
 */
record Event(
        String id,
        JsonNode document,
        String json,
        Instant ingested,
        Optional<String> traceHeader,
        boolean forwarded) {

    Event forward() {
        return new Event(id, document, json, ingested, traceHeader, true);
    }
}
