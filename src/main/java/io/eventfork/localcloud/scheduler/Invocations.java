package io.eventfork.localcloud.scheduler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.event.AttributeValue;
import io.eventfork.localcloud.queues.DeadLetters;
import io.eventfork.localcloud.queues.Parcel;
import io.eventfork.localcloud.queues.QueueMessage;
import io.eventfork.localcloud.queues.RetryingCourier;
import io.eventfork.localcloud.queues.Undelivered;
import io.eventfork.localcloud.scheduler.ScheduleTarget.BusParameters;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Invokes the targets of schedules. Thread-safe. */
final class Invocations {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RetryingCourier courier;
    private final DeadLetters deadLetters;
    private final BusDelivery buses;
    private final Clock clock;

    Invocations(RetryingCourier courier, DeadLetters deadLetters, BusDelivery buses, Clock clock) {
        this.courier = courier;
        this.deadLetters = deadLetters;
        this.buses = buses;
        this.clock = clock;
    }

    /**
     * Makes the first attempt; others follow by the retry policy.
     *
     * @param completed what follows when the target has the input or never gets it
     */
    void invoke(Schedule schedule, Runnable completed) {
        String executionId = "%016x".formatted(ThreadLocalRandom.current().nextLong());
        String input = ScheduleInput.of(schedule, executionId);
        Optional<BusParameters> bus = schedule.target().bus();
        if (bus.isPresent()) {
            put(schedule, bus.get(), input, executionId);
            completed.run();
            return;
        }
        courier.ship(
                List.of(
                        new Parcel(
                                label(schedule),
                                schedule.target().arn(),
                                new QueueMessage(
                                        input,
                                        Map.of(),
                                        Optional.empty(),
                                        schedule.target().messageGroupId()),
                                schedule.target().retryPolicy(),
                                clock.instant(),
                                completed,
                                reason -> {
                                    giveUp(schedule, input, executionId, reason);
                                    completed.run();
                                })));
    }

    private void put(Schedule schedule, BusParameters bus, String input, String executionId) {
        Undelivered failure = null;
        try {
            JsonNode detail =
                    schedule.target().input().isPresent()
                            ? JSON.readTree(input)
                            : JsonNodeFactory.instance.objectNode();
            boolean exists =
                    buses.put(
                            schedule.target().arn(),
                            bus.source(),
                            bus.detailType(),
                            detail,
                            List.of(schedule.arn()));
            if (!exists) {
                failure = Undelivered.atOnce("NO_RESOURCE", "The event bus does not exist.");
            }
        } catch (JsonProcessingException e) {
            failure = Undelivered.atOnce("INVALID_JSON", "The input is not JSON.");
        }
        if (failure != null) {
            giveUp(schedule, input, executionId, failure);
        }
    }

    private void giveUp(Schedule schedule, String input, String executionId, Undelivered reason) {
        Map<String, AttributeValue> attributes =
                Map.of(
                        "SCHEDULE_ARN", AttributeValue.string(schedule.arn()),
                        "SCHEDULED_TIME", AttributeValue.string(schedule.due().toString()),
                        "TARGET_ARN", AttributeValue.string(schedule.target().arn()),
                        "EXECUTION_ID", AttributeValue.string(executionId),
                        "IS_PAYLOAD_TRUNCATED", AttributeValue.string("false"));
        deadLetters.send(
                label(schedule),
                schedule.target().deadLetterQueueArn(),
                new QueueMessage(input, attributes, Optional.empty()),
                reason);
    }

    private static String label(Schedule schedule) {
        return "The invocation of schedule " + schedule.arn();
    }
}
