package io.eventfork.localcloud.kinesis;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * A stream, its shards and its tags. Records and closed shards that are older than its retention go
 * when the stream is next used. Thread-safe: all that changes is guarded by this object's lock,
 * which is never held while bytes are read or written.
 */
final class Stream {

    static final Duration SHORTEST_RETENTION = Duration.ofHours(24);

    private final StreamSettings settings;
    private final Instant created;
    private final Clock clock;
    private final RecordMemory memory;
    private final NavigableMap<String, Shard> shards = new TreeMap<>();
    private final StreamTags tags = new StreamTags();
    private int shardsSoFar;
    private Duration retention = SHORTEST_RETENTION;
    private boolean deleted;

    /**
     * @param memory from which whoever puts records has taken what they need
     */
    Stream(StreamSettings settings, Clock clock, RecordMemory memory) {
        this.settings = settings;
        this.clock = clock;
        this.memory = memory;
        this.created = now();
        HashRange.cut(settings.shards())
                .forEach(range -> add(new Shard(shardsSoFar, range, Optional.empty(), created)));
    }

    StreamSettings settings() {
        return settings;
    }

    String name() {
        return settings.name();
    }

    Instant created() {
        return created;
    }

    synchronized Duration retention() {
        return retention;
    }

    synchronized void retain(Duration replacement) {
        retention = replacement;
    }

    /** The oldest moment of which records are kept. */
    synchronized Instant horizon() {
        Instant oldest = now().minus(retention);
        return oldest.isBefore(created) ? created : oldest;
    }

    /** The shards of which records are kept, by id. */
    synchronized NavigableMap<String, ShardView> shards() {
        trim();
        NavigableMap<String, ShardView> views = new TreeMap<>();
        shards.forEach((id, shard) -> views.put(id, ShardView.of(shard)));
        return views;
    }

    synchronized int openShards() {
        return (int) shards.values().stream().filter(Shard::open).count();
    }

    StreamTags tags() {
        return tags;
    }

    /** Appends records in their order; of those that a shard does not take nothing is kept. */
    synchronized List<PutResult> put(List<NewRecord> records) {
        if (deleted) {
            throw KinesisErrors.noStream(name());
        }
        trim();
        boolean limited = tags.limited();
        Instant now = now();
        List<PutResult> results = new ArrayList<>(records.size());
        for (NewRecord record : records) {
            Shard shard = shardOf(record.hashKey());
            if (limited && !shard.limits().admits(record.size(), now)) {
                memory.giveBack(StoredRecord.kept(record.size()));
                results.add(new PutResult(shard.id(), Optional.empty()));
            } else {
                results.add(new PutResult(shard.id(), Optional.of(shard.append(record, now))));
            }
        }
        return results;
    }

    /** Asks a shard for a position in it. */
    synchronized long position(String shardId, ToLongFunction<Shard> question) {
        trim();
        return question.applyAsLong(shard(shardId));
    }

    /**
     * Reads from a position, or from the oldest record if that is gone.
     *
     * @param most the most records
     */
    synchronized Batch read(String shardId, long position, int most) {
        trim();
        Shard shard = shard(shardId);
        Instant now = now();
        boolean limited = tags.limited();
        if (limited && !shard.limits().serves(now)) {
            throw KinesisErrors.throttled(shardId, name());
        }
        Batch batch =
                Batch.read(shard, position, most, now, shard.open() ? List.of() : children(shard));
        if (limited) {
            shard.limits().served(batch.size());
        }
        return batch;
    }

    /** Closes a shard and opens two in its place. */
    synchronized void split(String shardId, BigInteger start) {
        trim();
        Shard whole = shard(shardId);
        if (!whole.open()) {
            throw KinesisErrors.split(shardId, name());
        }
        if (!whole.range().canSplitAt(start)) {
            throw KinesisErrors.splitPoint(start.toString(), whole, name());
        }
        Instant now = now();
        List<Shard> halves = new ArrayList<>();
        for (HashRange range : whole.range().splitAt(start)) {
            halves.add(add(new Shard(shardsSoFar, range, Optional.of(whole), now)));
        }
        whole.close(halves, now);
    }

    /** Drops what is older than the retention. */
    synchronized void trim() {
        Instant horizon = now().minus(retention);
        shards.values().forEach(shard -> memory.giveBack(shard.trim(horizon)));
        shards.values()
                .removeIf(shard -> shard.closed().filter(end -> end.isBefore(horizon)).isPresent());
    }

    /** Drops everything; nothing can be put any more. */
    synchronized void delete() {
        deleted = true;
        shards.values().forEach(shard -> memory.giveBack(shard.trim(Instant.MAX)));
        shards.clear();
    }

    private Shard add(Shard shard) {
        shards.put(shard.id(), shard);
        shardsSoFar++;
        return shard;
    }

    private Shard shard(String id) {
        Shard shard = shards.get(id);
        if (shard == null) {
            throw KinesisErrors.noShard(id, name());
        }
        return shard;
    }

    private Shard shardOf(BigInteger hashKey) {
        return shards.values().stream()
                .filter(Shard::open)
                .filter(shard -> shard.range().contains(hashKey))
                .findFirst()
                .orElseThrow();
    }

    private List<ShardView> children(Shard shard) {
        return shard.children().stream()
                .map(shards::get)
                .filter(child -> child != null)
                .map(ShardView::of)
                .toList();
    }

    /** To the millisecond, which is what the API tells. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
