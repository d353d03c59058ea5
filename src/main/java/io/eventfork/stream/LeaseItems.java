package io.eventfork.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How leases are written in the {@code control} table: {@code stream-lease/<application>/<stream> /
 * <shard id>} is a lease, and beside them {@code !start} is where the application began. Immutable.
 */
final class LeaseItems {

    static final String PARTITION = "pk";
    static final String SORT = "sk";

    /** Sorts before every shard id. */
    static final String START = "!start";

    static final String OWNER = "owner";
    static final String COUNTER = "counter";
    static final String POSITION = "position";
    static final String ENDED = "ended";
    static final String WANTED = "wantedBy";

    private static final String PARENTS = "parents";

    private final AttributeValue partition;

    LeaseItems(String application, String stream) {
        this.partition = AttributeValue.fromS("stream-lease/" + application + "/" + stream);
    }

    AttributeValue partition() {
        return partition;
    }

    Map<String, AttributeValue> key(String shardId) {
        return Map.of(PARTITION, partition, SORT, AttributeValue.fromS(shardId));
    }

    Map<String, AttributeValue> start(Position position) {
        Map<String, AttributeValue> item = new HashMap<>(key(START));
        item.put(POSITION, AttributeValue.fromS(position.text()));
        return item;
    }

    Map<String, AttributeValue> item(Lease lease) {
        Map<String, AttributeValue> item = new HashMap<>(key(lease.shardId()));
        lease.owner().ifPresent(owner -> item.put(OWNER, AttributeValue.fromS(owner)));
        item.put(COUNTER, AttributeValue.fromN(Long.toString(lease.counter())));
        item.put(POSITION, AttributeValue.fromS(lease.position().text()));
        item.put(ENDED, AttributeValue.fromBool(lease.ended()));
        if (!lease.parents().isEmpty()) {
            item.put(PARENTS, AttributeValue.fromSs(List.copyOf(lease.parents())));
        }
        lease.wantedBy().ifPresent(by -> item.put(WANTED, AttributeValue.fromS(by)));
        return item;
    }

    static Lease read(Map<String, AttributeValue> item) {
        return new Lease(
                item.get(SORT).s(),
                text(item, OWNER),
                Long.parseLong(item.get(COUNTER).n()),
                position(item),
                item.get(ENDED).bool(),
                item.containsKey(PARENTS) ? Set.copyOf(item.get(PARENTS).ss()) : Set.of(),
                text(item, WANTED));
    }

    static Position position(Map<String, AttributeValue> item) {
        return Position.parse(item.get(POSITION).s());
    }

    private static Optional<String> text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }
}
