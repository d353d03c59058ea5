package io.eventfork.localcloud.kinesis;

/**
 * What a stream is created with.
 *
 * @param shards how many there are at first
 * @param largestRecord the bytes of a record's data and partition key together, at most
 */
record StreamSettings(String name, String arn, StreamMode mode, int shards, int largestRecord) {}
