package io.eventfork.localcloud.scheduler;

import io.eventfork.localcloud.json.JsonException;

/** The errors of the Scheduler API. */
final class SchedulerErrors {

    private SchedulerErrors() {}

    static JsonException noSchedule(String name) {
        return notFound("Schedule " + name + " does not exist.");
    }

    static JsonException noGroup(String name) {
        return notFound("Schedule group " + name + " does not exist.");
    }

    static JsonException conflict(String message) {
        return new JsonException(409, "ConflictException", message);
    }

    private static JsonException notFound(String message) {
        return new JsonException(404, "ResourceNotFoundException", message);
    }
}
