package io.eventfork.localcloud.kinesis;

import java.math.BigInteger;

/**
 * A record that is put.
 *
 * @param hashKey decides the shard
 */
@SuppressWarnings("ArrayRecordComponent") // Carries data; never compared.
record NewRecord(String partitionKey, BigInteger hashKey, byte[] data) {

    int size() {
        return StoredRecord.size(partitionKey, data);
    }
}
