package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PutRecord, PutRecords. Thread-safe. */
final class PutActions {

    private static final Shape PARTITION_KEY = Shape.ofLength(1, 256);
    private static final Shape HASH_KEY = Shape.of(1, 39, "0|([1-9]\\d{0,38})");
    private static final Shape SEQUENCE_NUMBER = Shape.of(1, 129, "0|([1-9]\\d{0,128})");
    private static final int MOST_IN_A_REQUEST = 500;
    private static final int LARGEST_REQUEST = 10 << 20;

    private final KinesisState state;
    private final Streams streams;

    PutActions(KinesisState state) {
        this.state = state;
        this.streams = new Streams(state);
    }

    Map<String, KinesisCall.Action> actions() {
        return Map.of("PutRecord", this::one, "PutRecords", this::many);
    }

    /** Sequence numbers of a shard always grow: {@code SequenceNumberForOrdering} adds nothing. */
    private void one(KinesisCall call, ObjectNode result) {
        Stream stream = streams.of(call);
        call.members().optional("SequenceNumberForOrdering", SEQUENCE_NUMBER);
        PutResult put = put(stream, List.of(record(call.members(), stream))).get(0);
        result.put("ShardId", put.shardId());
        result.put(
                "SequenceNumber",
                put.sequenceNumber()
                        .orElseThrow(() -> KinesisErrors.throttled(put.shardId(), stream.name())));
    }

    private void many(KinesisCall call, ObjectNode result) {
        Stream stream = streams.of(call);
        List<NewRecord> records =
                call.members().objects("Records", 1, MOST_IN_A_REQUEST).stream()
                        .map(entry -> record(entry, stream))
                        .toList();
        if (records.stream().mapToLong(NewRecord::size).sum() > LARGEST_REQUEST) {
            throw KinesisErrors.invalid("Records size exceeds 10 MB limit");
        }
        ArrayNode entries = result.putArray("Records");
        int failed = 0;
        for (PutResult put : put(stream, records)) {
            ObjectNode entry = entries.addObject();
            if (put.sequenceNumber().isPresent()) {
                entry.put("SequenceNumber", put.sequenceNumber().get());
                entry.put("ShardId", put.shardId());
            } else {
                failed++;
                entry.put("ErrorCode", "ProvisionedThroughputExceededException");
                entry.put("ErrorMessage", KinesisErrors.rateExceeded(put.shardId(), stream.name()));
            }
        }
        result.put("FailedRecordCount", failed);
    }

    private List<PutResult> put(Stream stream, List<NewRecord> records) {
        long memory = records.stream().mapToLong(r -> StoredRecord.kept(r.size())).sum();
        state.take(memory);
        boolean kept = false;
        try {
            List<PutResult> results = stream.put(records);
            kept = true;
            return results;
        } finally {
            if (!kept) {
                state.giveBack(memory);
            }
        }
    }

    private static NewRecord record(Members members, Stream stream) {
        int largest = stream.settings().largestRecord();
        byte[] data = members.bytes("Data", largest);
        String partitionKey = members.required("PartitionKey", PARTITION_KEY);
        Optional<String> explicit = members.optional("ExplicitHashKey", HASH_KEY);
        BigInteger hashKey =
                explicit.map(BigInteger::new).orElseGet(() -> HashRange.keyOf(partitionKey));
        if (hashKey.compareTo(HashRange.LARGEST_KEY) > 0) {
            throw KinesisErrors.invalid(
                    "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was "
                            + hashKey);
        }
        NewRecord record = new NewRecord(partitionKey, hashKey, data);
        if (record.size() > largest) {
            throw KinesisErrors.invalid(
                    "The data and the partition key of a record must not exceed %d bytes together; these have %d."
                            .formatted(largest, record.size()));
        }
        return record;
    }
}
