package io.eventfork.outbox;

import io.eventfork.bus.BusEvents;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** One reading of an outbox table from its start, page by page. For one thread. */
final class OutboxPass {

    /** Entries of a page; it ends earlier at a megabyte. */
    private static final int PAGE = 100;

    private final BusEvents events = new BusEvents();
    private final String table;
    private final Set<String> seen = new HashSet<>();
    private final Deque<List<OutboxEntry>> batches = new ArrayDeque<>();
    private Map<String, AttributeValue> position;
    private boolean pagesLeft = true;
    private boolean stopped;

    OutboxPass(String table) {
        this.table = table;
    }

    boolean hasPage() {
        return pagesLeft;
    }

    /** The next page of the table, as it is at this moment. */
    ScanRequest page() {
        return ScanRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .limit(PAGE)
                .exclusiveStartKey(position)
                .build();
    }

    /** Goes on to the page after this one. */
    void turn(ScanResponse page) {
        position = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
        pagesLeft = position != null;
        page.items().forEach(item -> seen.add(item.get(OutboxEntry.ID).s()));
    }

    /** The ids of all items of the pages that were read. */
    Set<String> seen() {
        return seen;
    }

    /** Adds entries to be sent, in as few requests as they fit into. */
    void add(List<OutboxEntry> together) {
        int from = 0;
        for (int count :
                BusEvents.cut(
                        together.stream()
                                .map(entry -> BusEvents.bytes(entry.event(events)))
                                .toList())) {
            batches.add(together.subList(from, from + count));
            from += count;
        }
    }

    /** Adds an entry to be sent in a request of its own. */
    void addAlone(OutboxEntry entry) {
        batches.add(List.of(entry));
    }

    boolean hasBatch() {
        return !batches.isEmpty();
    }

    /** The entries of the next request. */
    List<OutboxEntry> batch() {
        return batches.remove();
    }

    /** Leaves the rest to another pass. */
    void stop() {
        stopped = true;
        batches.clear();
        pagesLeft = false;
    }

    boolean isStopped() {
        return stopped;
    }
}
