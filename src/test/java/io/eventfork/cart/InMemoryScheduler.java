package io.eventfork.cart;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.SchedulerRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleResponse;

/** Schedules in memory, by name; none of them runs. A test can do something before a call. */
final class InMemoryScheduler implements SchedulerClient {

    private final Map<String, SchedulerRequest> schedules = new TreeMap<>();
    private Consumer<SchedulerRequest> before = request -> {};

    /** Runs before each call, outside of it. */
    void before(Consumer<SchedulerRequest> action) {
        before = action;
    }

    /** The schedules by name, each as the request that made it what it is. */
    synchronized Map<String, SchedulerRequest> schedules() {
        return Map.copyOf(schedules);
    }

    /** What a schedule puts on the bus. */
    static String input(SchedulerRequest schedule) {
        return schedule instanceof CreateScheduleRequest created
                ? created.target().input()
                : ((UpdateScheduleRequest) schedule).target().input();
    }

    @Override
    public CreateScheduleResponse createSchedule(CreateScheduleRequest request) {
        before.accept(request);
        synchronized (this) {
            if (schedules.putIfAbsent(request.name(), request) != null) {
                throw ConflictException.builder().message("It exists.").statusCode(409).build();
            }
        }
        return CreateScheduleResponse.builder().build();
    }

    @Override
    public UpdateScheduleResponse updateSchedule(UpdateScheduleRequest request) {
        before.accept(request);
        synchronized (this) {
            requireThere(request.name());
            schedules.put(request.name(), request);
        }
        return UpdateScheduleResponse.builder().build();
    }

    @Override
    public DeleteScheduleResponse deleteSchedule(DeleteScheduleRequest request) {
        before.accept(request);
        remove(request.name());
        return DeleteScheduleResponse.builder().build();
    }

    synchronized void remove(String name) {
        requireThere(name);
        schedules.remove(name);
    }

    private void requireThere(String name) {
        if (!schedules.containsKey(name)) {
            throw ResourceNotFoundException.builder().message("None.").statusCode(404).build();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
