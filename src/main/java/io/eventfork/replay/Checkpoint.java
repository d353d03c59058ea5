package io.eventfork.replay;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How far a job has come, as its item keeps it. Immutable.
 *
 * @param position what is sent, or was left out
 * @param moved copies that the destination has confirmed
 * @param reserved copies that may be there: those confirmed, and those that were about to be sent
 */
record Checkpoint(Position position, long moved, long reserved, ReplayProgress progress) {

    /** Sets all of it in an update expression, with {@link #NAMES} and {@link #values()}. */
    static final String SET =
            "#position = :position, #moved = :moved, #reserved = :reserved, #progress = :progress";

    static final Map<String, String> NAMES =
            Map.of(
                    "#position", JobItems.POSITION,
                    "#moved", JobItems.MOVED,
                    "#reserved", JobItems.RESERVED,
                    "#progress", JobItems.PROGRESS);

    /** Of a job that may send again what was confirmed after the last checkpoint. */
    Checkpoint(Position position, long moved, ReplayProgress progress) {
        this(position, moved, moved, progress);
    }

    /** That of a job's item. */
    static Checkpoint of(Map<String, AttributeValue> item) {
        ReplayJob job = JobItems.read(item);
        AttributeValue position = item.get(JobItems.POSITION);
        return new Checkpoint(
                JobJson.readPosition(position == null ? null : position.s()),
                job.moved(),
                Math.max(job.moved(), JobItems.number(item, JobItems.RESERVED)),
                job.progress());
    }

    Map<String, AttributeValue> values() {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":position", AttributeValue.fromS(JobJson.position(position).toString()));
        values.put(":moved", AttributeValue.fromN(Long.toString(moved)));
        values.put(":reserved", AttributeValue.fromN(Long.toString(reserved)));
        values.put(":progress", AttributeValue.fromS(JobJson.progress(progress).toString()));
        return values;
    }
}
