package io.eventfork.localcloud.scheduler;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** What a target gets from a schedule. Stateless. */
final class ScheduleInput {

    private ScheduleInput() {}

    /** The input with its context attributes filled in, or what stands for no input. */
    static String of(Schedule schedule, String executionId) {
        return schedule.target()
                .input()
                .map(
                        input ->
                                input.replace("<aws.scheduler.schedule-arn>", schedule.arn())
                                        .replace(
                                                "<aws.scheduler.scheduled-time>",
                                                schedule.due().toString())
                                        .replace("<aws.scheduler.execution-id>", executionId)
                                        .replace("<aws.scheduler.attempt-number>", "1"))
                .orElseGet(() -> notice(schedule));
    }

    private static String notice(Schedule schedule) {
        String[] arn = schedule.arn().split(":", -1);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "0");
        event.put("id", UUID.randomUUID().toString());
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.scheduler");
        event.put("account", arn[4]);
        event.put("time", schedule.due().toString());
        event.put("region", arn[3]);
        event.putArray("resources").add(schedule.arn());
        event.put("detail", "{}");
        return event.toString();
    }
}
