package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.EmulatedService;
import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.query.QueryProtocol;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Amazon Kinesis Data Streams (API version 2013-12-02) of the local cloud, in AWS JSON 1.1 and in
 * CBOR.
 *
 * <p>Offers CreateStream, DeleteStream, DescribeStream, DescribeStreamSummary, ListStreams,
 * IncreaseStreamRetentionPeriod, DecreaseStreamRetentionPeriod, AddTagsToStream, ListTagsForStream,
 * RemoveTagsFromStream, ListShards, SplitShard, PutRecord, PutRecords, GetShardIterator and
 * GetRecords. Anything else, such as SubscribeToShard and MergeShards, is answered {@code
 * UnknownOperationException}.
 *
 * <p>Differences from AWS: streams and shards change state at once; a shard takes and gives as much
 * as it is asked to, unless its stream has the tag {@link StreamTags#LIMITS}; records are kept in
 * memory for the retention of their stream, up to a number of bytes, beyond which putting is a
 * {@code LimitExceededException}.
 *
 * <p>Thread-safe.
 */
public final class KinesisService implements EmulatedService {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisService.class);
    private static final String TARGET = "Kinesis_20131202.";

    private final Map<String, KinesisCall.Action> actions = new HashMap<>();

    /**
     * @param clock the time that records carry, and by which they and iterators grow old
     * @param memory the bytes of records that are kept at most
     */
    public KinesisService(Clock clock, long memory) {
        KinesisState state = new KinesisState(clock, memory);
        actions.putAll(new StreamActions(state).actions());
        actions.putAll(new RetentionActions(state).actions());
        actions.putAll(new TagActions(state).actions());
        actions.putAll(new ShardActions(state, clock).actions());
        actions.putAll(new PutActions(state).actions());
        actions.putAll(new ReadActions(state, clock).actions());
    }

    @Override
    public String signingName() {
        return "kinesis";
    }

    @Override
    public ServiceResponse handle(ServiceRequest request) {
        Wire wire = Wire.of(request);
        try {
            KinesisCall.Action action = action(request.headers().getOrDefault("x-amz-target", ""));
            KinesisCall call =
                    new KinesisCall(wire.read(request.body()), QueryProtocol.region(request));
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            action.run(call, result);
            return wire.success(result);
        } catch (JsonException e) {
            return wire.failure(e);
        } catch (RuntimeException e) {
            LOG.error("A Kinesis request failed inside the local cloud.", e);
            return wire.failure(
                    new JsonException(
                            500, "InternalFailure", "The local cloud failed; its log says why."));
        }
    }

    private KinesisCall.Action action(String target) {
        KinesisCall.Action action =
                target.startsWith(TARGET) ? actions.get(target.substring(TARGET.length())) : null;
        if (action == null) {
            throw KinesisErrors.error(
                    "UnknownOperationException",
                    "The local cloud does not offer the Kinesis operation '" + target + "'.");
        }
        return action;
    }
}
