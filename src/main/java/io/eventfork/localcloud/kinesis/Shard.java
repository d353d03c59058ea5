package io.eventfork.localcloud.kinesis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A shard and its records. Guarded by its stream; what does not change may be read by anybody. */
final class Shard {

    private final String id;
    private final HashRange range;
    private final Optional<String> parent;
    private final Instant created;
    private final SequenceNumbers numbers;
    private final ShardLimits limits = new ShardLimits();
    private final NavigableMap<Long, StoredRecord> records = new TreeMap<>();
    private long next = SequenceNumbers.START + 1;
    private Optional<Instant> closed = Optional.empty();
    private List<String> children = List.of();

    /**
     * @param parent of which this is a half
     */
    Shard(int index, HashRange range, Optional<Shard> parent, Instant created) {
        this.id = "shardId-%012d".formatted(index);
        this.range = range;
        this.parent = parent.map(Shard::id);
        this.created = created;
        long second =
                parent.map(whole -> whole.numbers.epochSecond() + 1)
                        .map(after -> Math.max(after, created.getEpochSecond()))
                        .orElse(created.getEpochSecond());
        this.numbers = new SequenceNumbers(index, second);
    }

    String id() {
        return id;
    }

    HashRange range() {
        return range;
    }

    Optional<String> parent() {
        return parent;
    }

    Instant created() {
        return created;
    }

    SequenceNumbers numbers() {
        return numbers;
    }

    ShardLimits limits() {
        return limits;
    }

    /** When it was split; nothing while it is open. */
    Optional<Instant> closed() {
        return closed;
    }

    boolean open() {
        return closed.isEmpty();
    }

    List<String> children() {
        return children;
    }

    /** The position that the next record will have, or would have had. */
    long next() {
        return next;
    }

    /** Appends a record and answers its sequence number. */
    String append(NewRecord record, Instant now) {
        long position = next++;
        records.put(
                position, new StoredRecord(position, record.partitionKey(), record.data(), now));
        return numbers.of(position, now);
    }

    void close(List<Shard> halves, Instant now) {
        closed = Optional.of(now);
        children = halves.stream().map(Shard::id).toList();
    }

    /** The records from a position on. */
    NavigableMap<Long, StoredRecord> from(long position) {
        return records.tailMap(position, true);
    }

    /** The position of the first record of that time or later; the next one's if there is none. */
    long positionAt(Instant time) {
        return records.values().stream()
                .filter(record -> !record.arrived().isBefore(time))
                .map(StoredRecord::position)
                .findFirst()
                .orElse(next);
    }

    /** Drops the records that came before a time, and answers what they took. */
    long trim(Instant horizon) {
        long freed = 0;
        for (Map.Entry<Long, StoredRecord> first = records.firstEntry();
                first != null && first.getValue().arrived().isBefore(horizon);
                first = records.firstEntry()) {
            freed += StoredRecord.kept(first.getValue().size());
            records.pollFirstEntry();
        }
        return freed;
    }
}
