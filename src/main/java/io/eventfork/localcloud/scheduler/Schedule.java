package io.eventfork.localcloud.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A one-time schedule as it was last created or updated. Immutable; the document is never changed.
 *
 * @param request the body that made it
 * @param due when it is to run
 * @param deleteAfterCompletion whether it goes away when it has run
 * @param clientToken of the request that made it
 */
record Schedule(
        String name,
        String arn,
        JsonNode request,
        Instant due,
        boolean enabled,
        boolean deleteAfterCompletion,
        ScheduleTarget target,
        Instant created,
        Instant modified,
        Optional<String> clientToken) {

    /** Whether the same request, by its token, has made this one: a client that tries again. */
    boolean isMadeBy(Schedule other) {
        return clientToken.isPresent()
                && clientToken.equals(other.clientToken)
                && name.equals(other.name)
                && request.equals(other.request);
    }

    Schedule createdAt(Instant instant) {
        return new Schedule(
                name,
                arn,
                request,
                due,
                enabled,
                deleteAfterCompletion,
                target,
                instant,
                modified,
                clientToken);
    }
}
