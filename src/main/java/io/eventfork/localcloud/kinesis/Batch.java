package io.eventfork.localcloud.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a reader gets. Immutable.
 *
 * @param numbers the sequence numbers of the shard
 * @param next where the reader goes on; nothing at the end of a closed shard
 * @param children the shards that took over, at the end of a closed shard
 * @param behind how old the last record of the batch is; zero if no record follows
 */
record Batch(
        List<StoredRecord> records,
        SequenceNumbers numbers,
        OptionalLong next,
        List<ShardView> children,
        Duration behind) {

    private static final long LARGEST = 10 << 20;

    /**
     * Reads on in a shard, whose stream is locked.
     *
     * @param position of the first record, or of one that is gone
     * @param most the most records
     * @param children of a closed shard
     */
    static Batch read(Shard shard, long position, int most, Instant now, List<ShardView> children) {
        List<StoredRecord> records = new ArrayList<>();
        long size = 0;
        Iterator<StoredRecord> rest = shard.from(position).values().iterator();
        boolean more = rest.hasNext();
        StoredRecord last = null;
        while (more) {
            StoredRecord record = rest.next();
            if (records.size() == most || size + record.size() > LARGEST) {
                break;
            }
            records.add(record);
            size += record.size();
            last = record;
            more = rest.hasNext();
        }
        long next = last == null ? position : last.position() + 1;
        boolean ended = !more && !shard.open();
        return new Batch(
                records,
                shard.numbers(),
                ended ? OptionalLong.empty() : OptionalLong.of(next),
                ended ? children : List.of(),
                more && last != null ? Duration.between(last.arrived(), now) : Duration.ZERO);
    }

    /** The bytes of its records. */
    long size() {
        return records.stream().mapToLong(StoredRecord::size).sum();
    }
}
