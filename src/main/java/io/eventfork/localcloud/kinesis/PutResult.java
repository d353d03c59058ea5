package io.eventfork.localcloud.kinesis;

import java.util.Optional;

/**
 * What became of a record.
 *
 * @param sequenceNumber nothing if the shard does not take as much
 */
record PutResult(String shardId, Optional<String> sequenceNumber) {}
