package io.eventfork.localcloud.kinesis;

import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which shards ListShards lists. Immutable.
 *
 * @param shardId for {@link Type#AFTER_SHARD_ID}
 * @param timestamp for those at or from a timestamp
 */
record ShardFilter(Type type, Optional<String> shardId, Optional<Instant> timestamp) {

    /** All that are kept. */
    static final ShardFilter ALL =
            new ShardFilter(Type.FROM_TRIM_HORIZON, Optional.empty(), Optional.empty());

    enum Type {
        AFTER_SHARD_ID,
        AT_TRIM_HORIZON,
        FROM_TRIM_HORIZON,
        AT_LATEST,
        AT_TIMESTAMP,
        FROM_TIMESTAMP
    }

    private static final Shape SHARD = Shape.of(1, 128, "[a-zA-Z0-9_.-]+");

    /** Reads one, which must have what its type needs. */
    static ShardFilter read(Members filter) {
        Type type = filter.required("Type", Type.class);
        Optional<String> shardId = filter.optional("ShardId", SHARD);
        Optional<Instant> timestamp = filter.instant("Timestamp");
        if (type == Type.AFTER_SHARD_ID && shardId.isEmpty()) {
            throw KinesisErrors.invalid("A shard filter of type AFTER_SHARD_ID needs a ShardId.");
        }
        if ((type == Type.AT_TIMESTAMP || type == Type.FROM_TIMESTAMP) && timestamp.isEmpty()) {
            throw KinesisErrors.invalid("A shard filter of type " + type + " needs a Timestamp.");
        }
        return new ShardFilter(type, shardId, timestamp);
    }

    /**
     * The shards that pass.
     *
     * @param horizon the oldest moment of which records are kept
     */
    Predicate<ShardView> test(Instant horizon) {
        Instant time = timestamp.filter(asked -> asked.isAfter(horizon)).orElse(horizon);
        return switch (type) {
            case AFTER_SHARD_ID -> shard -> shard.id().compareTo(shardId.orElseThrow()) > 0;
            case AT_TRIM_HORIZON, AT_TIMESTAMP -> shard -> shard.openAt(time);
            case FROM_TRIM_HORIZON -> shard -> true;
            case AT_LATEST -> shard -> shard.closed().isEmpty();
            case FROM_TIMESTAMP ->
                    shard -> shard.closed().map(end -> !end.isBefore(time)).orElse(true);
        };
    }
}
