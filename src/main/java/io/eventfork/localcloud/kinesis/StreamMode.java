package io.eventfork.localcloud.kinesis;

/** Whether the shards of a stream are counted by its owner or by AWS. */
enum StreamMode {
    PROVISIONED,
    ON_DEMAND
}
