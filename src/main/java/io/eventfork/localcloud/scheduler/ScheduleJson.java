package io.eventfork.localcloud.scheduler;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Schedules as clients get them. Stateless. */
final class ScheduleJson {

    private ScheduleJson() {}

    /** As GetSchedule answers: what was asked for, with the defaults of what was not. */
    static ObjectNode whole(Schedule schedule) {
        ObjectNode json = schedule.request().deepCopy();
        json.remove("ClientToken");
        defaults(json, "ScheduleExpressionTimezone", ScheduleReader.UTC);
        defaults(json, "ActionAfterCompletion", ScheduleReader.NONE);
        ObjectNode target = (ObjectNode) json.get("Target");
        target.putObject("RetryPolicy")
                .put(
                        "MaximumEventAgeInSeconds",
                        schedule.target().retryPolicy().maximumEventAge().toSeconds())
                .put(
                        "MaximumRetryAttempts",
                        schedule.target().retryPolicy().maximumRetryAttempts());
        identify(schedule, json);
        return json;
    }

    /** As ListSchedules answers. */
    static ObjectNode summary(Schedule schedule) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        identify(schedule, json);
        json.putObject("Target").put("Arn", schedule.target().arn());
        return json;
    }

    private static void identify(Schedule schedule, ObjectNode json) {
        json.put("Arn", schedule.arn());
        json.put("Name", schedule.name());
        json.put("GroupName", SchedulerCall.DEFAULT_GROUP);
        json.put("State", schedule.enabled() ? ScheduleReader.ENABLED : "DISABLED");
        json.put("CreationDate", seconds(schedule.created()));
        json.put("LastModificationDate", seconds(schedule.modified()));
    }

    private static void defaults(ObjectNode json, String member, String value) {
        if (!json.hasNonNull(member)) {
            json.put(member, value);
        }
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
