package io.eventfork.replay;

import io.eventfork.replay.ReplayJob.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How a job is written in the {@code control} table: {@code replay-job / <id>} is the job, and
 * while it runs {@code replay-running / <slot>} repeats it, so that a pipeline has at most one and
 * the running ones are read without the others. Stateless.
 */
final class JobItems {

    static final String PARTITION = "pk";
    static final String SORT = "sk";
    static final String JOBS = "replay-job";
    static final String RUNNING = "replay-running";
    static final String ID = "id";
    static final String STATE = "state";
    static final String STOPPED_AT = "stoppedAt";
    static final String MOVED = "moved";
    static final String RESERVED = "reserved";
    static final String PROGRESS = "progress";
    static final String POSITION = "position";
    static final String OWNER = "owner";
    static final String LEASE_UNTIL = "leaseUntil";

    private static final String PIPELINE = "pipeline";
    private static final String QUEUE = "queue";
    private static final String DESTINATION = "destination";
    private static final String STARTED_AT = "startedAt";
    private static final String STARTED_BY = "startedBy";
    private static final String TERMS = "terms";
    private static final String BACKUP = "backup";

    private JobItems() {}

    static Map<String, AttributeValue> key(String partition, String sort) {
        return Map.of(PARTITION, AttributeValue.fromS(partition), SORT, AttributeValue.fromS(sort));
    }

    static Map<String, AttributeValue> job(ReplayJob job) {
        return item(key(JOBS, job.id()), job);
    }

    static Map<String, AttributeValue> running(ReplayJob job) {
        return item(key(RUNNING, job.slot()), job);
    }

    private static Map<String, AttributeValue> item(
            Map<String, AttributeValue> key, ReplayJob job) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        put(item, ID, job.id());
        put(item, PIPELINE, job.pipeline());
        put(item, QUEUE, job.queue());
        put(item, DESTINATION, job.destination());
        put(item, STATE, job.state().name());
        put(item, STARTED_AT, job.startedAt().toString());
        put(item, STARTED_BY, job.startedBy());
        put(item, STOPPED_AT, job.stoppedAt() == null ? null : job.stoppedAt().toString());
        item.put(MOVED, AttributeValue.fromN(Long.toString(job.moved())));
        put(item, TERMS, JobJson.terms(job.terms()).toString());
        if (job.isFromBackup()) {
            put(item, BACKUP, JobJson.selection(job.backup()).toString());
            put(item, PROGRESS, JobJson.progress(job.progress()).toString());
        }
        return item;
    }

    static ReplayJob read(Map<String, AttributeValue> item) {
        String stoppedAt = text(item, STOPPED_AT);
        return new ReplayJob(
                text(item, ID),
                text(item, PIPELINE),
                text(item, QUEUE),
                text(item, DESTINATION),
                State.valueOf(text(item, STATE)),
                Instant.parse(text(item, STARTED_AT)),
                text(item, STARTED_BY),
                stoppedAt == null ? null : Instant.parse(stoppedAt),
                number(item, MOVED),
                JobJson.readTerms(text(item, TERMS)),
                JobJson.readSelection(text(item, BACKUP)),
                JobJson.readProgress(text(item, PROGRESS)));
    }

    /** 0 if it is not there. */
    static long number(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? Long.parseLong(item.get(name).n()) : 0;
    }

    private static void put(Map<String, AttributeValue> item, String name, String value) {
        if (value != null) {
            item.put(name, AttributeValue.fromS(value));
        }
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? item.get(name).s() : null;
    }
}
