package io.eventfork.localcloud.kinesis;

import java.time.Duration;
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
        Duration behind) {}
