/**
 * Kinesis streams to routes, in batches and in the order of each shard, at least once: a batch is
 * checkpointed when its route has ended well. Replicas share shards by leases in a DynamoDB table.
 *
 * <p>On the SDK clients, because {@code aws2-kinesis} gives single records, goes on behind one that
 * failed, and keeps no checkpoint.
 */
package io.eventfork.stream;
