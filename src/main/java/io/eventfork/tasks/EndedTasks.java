package io.eventfork.tasks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * How the tasks of batches have ended of which a later step has not: if it fails the batch comes
 * again, and no other task is needed. Lost with the process, when another task runs. Thread-safe.
 */
final class EndedTasks {

    /** Most that are remembered: a batch that another replica has taken may never come again. */
    private static final int MOST = 256;

    private final Map<String, StreamBatch> left =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, StreamBatch> eldest) {
                    return size() > MOST;
                }
            };

    /** What the task of a batch has left of it, if it has ended. */
    synchronized Optional<StreamBatch> left(Exchange exchange, StreamBatch batch) {
        return Optional.ofNullable(left.get(key(exchange, batch)));
    }

    /** Remembers what a task has left of its batch. */
    synchronized void remember(Exchange exchange, StreamBatch batch, StreamBatch rest) {
        left.put(key(exchange, batch), rest);
    }

    synchronized void forget(Exchange exchange, StreamBatch batch) {
        left.remove(key(exchange, batch));
    }

    /** Of the same records, tried as often: those that are left have the key of all. */
    private static String key(Exchange exchange, StreamBatch batch) {
        return "%s %s %d"
                .formatted(
                        exchange.getFromRouteId(),
                        batch.pointer().key(),
                        batch.pointer().attempts());
    }
}
