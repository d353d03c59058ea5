package io.eventfork.localcloud.scheduler;

import io.eventfork.localcloud.json.JsonException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The schedules, in memory. Thread-safe: reads take no lock, changes take this object's. */
final class ScheduleStore {

    private final NavigableMap<String, Schedule> schedules = new ConcurrentSkipListMap<>();
    private final Map<String, String> arnsByToken = new HashMap<>();

    /** All schedules by ARN. */
    NavigableMap<String, Schedule> all() {
        return schedules;
    }

    /**
     * The schedule of that ARN.
     *
     * @throws JsonException {@code ResourceNotFoundException} if there is none
     */
    Schedule get(String arn, String name) {
        Schedule schedule = schedules.get(arn);
        if (schedule == null) {
            throw SchedulerErrors.noSchedule(name);
        }
        return schedule;
    }

    /**
     * Adds a schedule.
     *
     * @return the schedule to run; nothing if the same request has made it before
     * @throws JsonException {@code ConflictException} if there is another one, or if the token
     *     belongs to another
     */
    synchronized Optional<Schedule> create(Schedule schedule) {
        Schedule existing = schedules.get(schedule.arn());
        if (existing != null && existing.isMadeBy(schedule)) {
            return Optional.empty();
        }
        if (existing != null) {
            throw SchedulerErrors.conflict("Schedule " + schedule.name() + " already exists.");
        }
        if (schedule.clientToken().filter(this::isTaken).isPresent()) {
            throw SchedulerErrors.conflict("Another request has used this ClientToken.");
        }
        schedule.clientToken().ifPresent(token -> arnsByToken.put(token, schedule.arn()));
        schedules.put(schedule.arn(), schedule);
        return Optional.of(schedule);
    }

    /**
     * Replaces a schedule.
     *
     * @return the schedule to run; nothing if the same request has made it before
     * @throws JsonException {@code ResourceNotFoundException} if there is none
     */
    synchronized Optional<Schedule> update(Schedule schedule) {
        Schedule existing = get(schedule.arn(), schedule.name());
        if (existing.isMadeBy(schedule)) {
            return Optional.empty();
        }
        existing.clientToken().ifPresent(arnsByToken::remove);
        schedule.clientToken().ifPresent(token -> arnsByToken.put(token, schedule.arn()));
        Schedule updated = schedule.createdAt(existing.created());
        schedules.put(schedule.arn(), updated);
        return Optional.of(updated);
    }

    /**
     * Removes a schedule.
     *
     * @throws JsonException {@code ResourceNotFoundException} if there is none
     */
    synchronized void delete(String arn, String name) {
        remove(get(arn, name));
    }

    /** Whether nobody has changed or deleted a schedule since. */
    @SuppressWarnings("ReferenceEquality") // An equal one of later is another.
    boolean isCurrent(Schedule schedule) {
        return schedules.get(schedule.arn()) == schedule;
    }

    /** Removes a schedule that is through, if it is still the same and wants that. */
    synchronized void completed(Schedule schedule) {
        if (schedule.deleteAfterCompletion() && isCurrent(schedule)) {
            remove(schedule);
        }
    }

    private void remove(Schedule schedule) {
        schedules.remove(schedule.arn());
        schedule.clientToken().ifPresent(arnsByToken::remove);
    }

    private boolean isTaken(String token) {
        return arnsByToken.containsKey(token);
    }
}
