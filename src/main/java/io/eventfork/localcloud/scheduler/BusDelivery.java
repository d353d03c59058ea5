package io.eventfork.localcloud.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Puts events on buses on behalf of the Scheduler. Implementations are thread-safe. */
@FunctionalInterface
public interface BusDelivery {

    /**
     * Puts one event.
     *
     * @param detail a JSON object
     * @param resources the ARNs of what the event is about
     * @return false if there is no bus of that ARN
     */
    boolean put(
            String busArn,
            String source,
            String detailType,
            JsonNode detail,
            List<String> resources);
}
