package io.eventfork.localcloud.kinesis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.Shape;
import java.time.Duration;
import java.util.Map;

/** IncreaseStreamRetentionPeriod, DecreaseStreamRetentionPeriod. Thread-safe. */
final class RetentionActions {

    private static final String HOURS = "RetentionPeriodHours";
    private static final long LONGEST = 8760;

    private final Streams streams;

    RetentionActions(KinesisState state) {
        streams = new Streams(state);
    }

    Map<String, KinesisCall.Action> actions() {
        return Map.of(
                "IncreaseStreamRetentionPeriod", this::increase,
                "DecreaseStreamRetentionPeriod", this::decrease);
    }

    private void increase(KinesisCall call, ObjectNode result) {
        Stream stream = streams.of(call);
        long hours = hours(call);
        long now = stream.retention().toHours();
        if (hours < now) {
            throw KinesisErrors.invalid(
                    "Requested retention period (%d hours) for stream %s can not be shorter than existing retention period (%d hours). Use DecreaseRetentionPeriod API."
                            .formatted(hours, stream.name(), now));
        }
        stream.retain(Duration.ofHours(hours));
    }

    private void decrease(KinesisCall call, ObjectNode result) {
        Stream stream = streams.of(call);
        long hours = hours(call);
        long now = stream.retention().toHours();
        if (hours > now) {
            throw KinesisErrors.invalid(
                    "Requested retention period (%d hours) for stream %s can not be longer than existing retention period (%d hours). Use IncreaseRetentionPeriod API."
                            .formatted(hours, stream.name(), now));
        }
        stream.retain(Duration.ofHours(hours));
    }

    private static long hours(KinesisCall call) {
        int hours =
                call.members()
                        .number(HOURS, Integer.MIN_VALUE, Integer.MAX_VALUE)
                        .orElseThrow(
                                () -> Shape.violated("retentionPeriodHours", null, "not be null"));
        long shortest = Stream.SHORTEST_RETENTION.toHours();
        if (hours < shortest) {
            throw KinesisErrors.invalid(
                    "Minimum allowed retention period is %d hours. Requested retention period (%d hours) is too short."
                            .formatted(shortest, hours));
        }
        if (hours > LONGEST) {
            throw KinesisErrors.invalid(
                    "Maximum allowed retention period is %d hours. Requested retention period (%d hours) is too long."
                            .formatted(LONGEST, hours));
        }
        return hours;
    }
}
