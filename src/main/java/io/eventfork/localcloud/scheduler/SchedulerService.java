package io.eventfork.localcloud.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.EmulatedService;
import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import io.eventfork.localcloud.json.JsonAnswers;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.queues.DeadLetters;
import io.eventfork.localcloud.queues.QueueDelivery;
import io.eventfork.localcloud.queues.RetryingCourier;
import io.eventfork.localcloud.time.Timer;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Amazon EventBridge Scheduler (API version 2021-06-30) of the local cloud: one-time schedules of
 * the group {@code default} that invoke SQS queues and event buses.
 *
 * <p>Offers CreateSchedule, GetSchedule, UpdateSchedule, DeleteSchedule and ListSchedules. Anything
 * else is answered {@code UnknownOperationException}; {@code rate}, {@code cron}, flexible windows
 * and other targets {@code ValidationException}. Everything is kept in memory.
 *
 * <p>Differences from AWS: a schedule runs at its second, not within its minute; one in the past
 * runs at once; a client token is remembered as long as its schedule.
 *
 * <p>Thread-safe.
 */
public final class SchedulerService implements EmulatedService {

    private static final Logger LOG = LoggerFactory.getLogger(SchedulerService.class);
    private static final String SCHEDULES = "/schedules";

    private final ScheduleActions actions;

    /**
     * @param delivery how messages get into queues
     * @param buses how events get on buses
     * @param clock the time by which schedules are due
     * @param timer runs them, by the same time
     */
    public SchedulerService(QueueDelivery delivery, BusDelivery buses, Clock clock, Timer timer) {
        ScheduleStore store = new ScheduleStore();
        RetryingCourier courier = new RetryingCourier(delivery, timer, clock);
        Invocations invocations =
                new Invocations(courier, new DeadLetters(courier, clock), buses, clock);
        actions =
                new ScheduleActions(
                        store,
                        new ScheduleReader(clock),
                        new ScheduleRunner(store, invocations, clock, timer));
    }

    @Override
    public String signingName() {
        return "scheduler";
    }

    @Override
    public ServiceResponse handle(ServiceRequest request) {
        try {
            return JsonAnswers.REST.success(answer(request));
        } catch (JsonException e) {
            return JsonAnswers.REST.failure(e);
        } catch (RuntimeException e) {
            LOG.error("A request to the Scheduler failed inside the local cloud.", e);
            return JsonAnswers.REST.failure(
                    new JsonException(
                            500,
                            "InternalServerException",
                            "The local cloud failed; its log says why."));
        }
    }

    private ObjectNode answer(ServiceRequest request) {
        if (request.path().equals(SCHEDULES) && request.method().equals("GET")) {
            return actions.list(SchedulerCall.of(request));
        }
        if (request.path().startsWith(SCHEDULES + '/')) {
            String name = SchedulerCall.decode(request.path().substring(SCHEDULES.length() + 1));
            return switch (request.method()) {
                case "POST" -> actions.create(SchedulerCall.of(request), name);
                case "GET" -> actions.get(SchedulerCall.of(request), name);
                case "PUT" -> actions.update(SchedulerCall.of(request), name);
                case "DELETE" -> actions.delete(SchedulerCall.of(request), name);
                default -> throw unknown(request);
            };
        }
        throw unknown(request);
    }

    private static JsonException unknown(ServiceRequest request) {
        return new JsonException(
                404,
                "UnknownOperationException",
                "The local cloud's Scheduler does not offer %s %s."
                        .formatted(request.method(), request.path()));
    }
}
