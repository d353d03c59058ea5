package io.eventfork.localcloud.kinesis;

import io.eventfork.localcloud.LocalCloud;
import io.eventfork.localcloud.json.JsonException;

/** The errors of the Kinesis API, in its words. */
final class KinesisErrors {

    private static final String UNDER_ACCOUNT = " under account " + LocalCloud.ACCOUNT;

    private KinesisErrors() {}

    static JsonException noStream(String name) {
        return notFound("Stream " + name + UNDER_ACCOUNT + " not found.");
    }

    static JsonException noShard(String shard, String stream) {
        return notFound(
                "Could not find shard " + shard + " in stream " + stream + UNDER_ACCOUNT + ".");
    }

    static JsonException exists(String name) {
        return error(
                "ResourceInUseException", "Stream " + name + UNDER_ACCOUNT + " already exists.");
    }

    static JsonException invalid(String message) {
        return error("InvalidArgumentException", message);
    }

    static JsonException limitExceeded(String message) {
        return error("LimitExceededException", message);
    }

    static JsonException throttled(String shard, String stream) {
        return error("ProvisionedThroughputExceededException", rateExceeded(shard, stream));
    }

    static String rateExceeded(String shard, String stream) {
        return "Rate exceeded for shard " + shard + " in stream " + stream + UNDER_ACCOUNT + ".";
    }

    static JsonException onDemand(String name) {
        return JsonException.validation(
                "Request is invalid. Stream " + name + UNDER_ACCOUNT + " is in On-Demand mode.");
    }

    static JsonException split(String shard, String stream) {
        return invalid(
                "Shard "
                        + shard
                        + " in stream "
                        + stream
                        + UNDER_ACCOUNT
                        + " has already been merged or split, and thus is not eligible for merging"
                        + " or splitting.");
    }

    static JsonException splitPoint(String key, Shard shard, String stream) {
        return invalid(
                "NewStartingHashKey "
                        + key
                        + " used in SplitShard() on shard "
                        + shard.id()
                        + " in stream "
                        + stream
                        + UNDER_ACCOUNT
                        + " is not both greater than one plus the shard's StartingHashKey "
                        + shard.range().first()
                        + " and less than the shard's EndingHashKey "
                        + shard.range().last()
                        + ".");
    }

    static JsonException foreignSequenceNumber(String number, String shard, String stream) {
        return invalid(
                "StartingSequenceNumber "
                        + number
                        + " used in GetShardIterator on shard "
                        + shard
                        + " in stream "
                        + stream
                        + UNDER_ACCOUNT
                        + " is invalid because it did not come from this stream.");
    }

    static JsonException error(String code, String message) {
        return new JsonException(400, code, message);
    }

    private static JsonException notFound(String message) {
        return error("ResourceNotFoundException", message);
    }
}
