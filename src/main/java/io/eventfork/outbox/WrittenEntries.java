package io.eventfork.outbox;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * The entries that this replica has written and not yet seen relayed, by table. By them a relay
 * knows when to look at all, and which entries are its own; forgetting them costs time alone, since
 * every replica relays what another leaves behind. Thread-safe.
 */
public final class WrittenEntries {

    /** More are not remembered; the relays find them by their age. */
    private static final int MOST = 10_000;

    private final Map<String, Set<String>> idsByTable = new ConcurrentHashMap<>();

    /** Remembers an entry; anything put into a table that no relay reads is ignored. */
    public void add(Put put) {
        Set<String> ids = idsByTable.get(put.tableName());
        AttributeValue id = put.item().get(OutboxEntry.ID);
        if (ids != null && id != null && id.s() != null && ids.size() < MOST) {
            ids.add(id.s());
        }
    }

    /** Those of a table; from the first call on, entries of this table are remembered. */
    Set<String> of(String table) {
        return Set.copyOf(ids(table));
    }

    boolean isEmpty(String table) {
        return ids(table).isEmpty();
    }

    boolean contains(String table, String id) {
        return ids(table).contains(id);
    }

    void forget(String table, Collection<String> ids) {
        ids(table).removeAll(ids);
    }

    private Set<String> ids(String table) {
        return idsByTable.computeIfAbsent(table, none -> ConcurrentHashMap.newKeySet());
    }
}
