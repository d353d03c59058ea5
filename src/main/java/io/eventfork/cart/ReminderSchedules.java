package io.eventfork.cart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.event.Sha256;
import io.eventfork.event.SinkAwayException;
import io.eventfork.event.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Supplier;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.ValidationException;

/**
 * The one-time schedules of EventBridge Scheduler that put reminders on the bus: one for each user
 * and product, that is deleted when it has run. Routes call it as an endpoint; it speaks to the
 * service itself because Camel has no component for it. Thread-safe.
 *
 * <p>The bus gets an event of the cart's own source and detail type, whose detail has {@code
 * scheduled_event} (a text): rules tell by it a reminder from what somebody did.
 */
public final class ReminderSchedules {

    /** Of what was hashed; with it, a name has 45 characters of the 64 that it may have. */
    private static final int HASH_BYTES = 20;

    /** A schedule of the past is refused; one for now would be past when it arrives. */
    private static final Duration SOONEST = Duration.ofSeconds(5);

    private static final int TRIES = 3;

    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("'at('uuuu-MM-dd'T'HH:mm:ss')'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Supplier<SchedulerClient> scheduler;
    private final CartSettings settings;
    private final Clock clock;

    ReminderSchedules(Supplier<SchedulerClient> scheduler, CartSettings settings, Clock clock) {
        this.scheduler = scheduler;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Makes the schedule of an item what the item is: there and due at its time, or not there.
     *
     * @param bus the ARN of the bus
     * @param deadLetters the name of the queue that gets what the bus never takes
     * @return the item
     * @throws SinkAwayException if the Scheduler does not take any schedule: nothing of a request
     *     but names, role and quota can be wrong
     */
    public CartItem agree(CartItem item, String bus, String deadLetters) {
        String name = name(bus, item.user(), item.product());
        try {
            if (item.remindAt().isPresent()) {
                put(request(item, name, BusArn.of(bus), deadLetters));
            } else {
                cancel(name);
            }
        } catch (ValidationException | ServiceQuotaExceededException e) {
            throw new SinkAwayException(
                    "EventBridge Scheduler takes no schedule: "
                            + e.awsErrorDetails().errorMessage(),
                    e);
        }
        return item;
    }

    /** The name of the schedule of a user and a product on this bus. */
    static String name(String bus, String user, String product) {
        MessageDigest sha256 = Sha256.digest();
        for (String part : new String[] {bus, user, product}) {
            sha256.update(part.getBytes(StandardCharsets.UTF_8));
            // No name has this character, so no text can move from one part to the next.
            sha256.update((byte) 0);
        }
        return "cart-" + HexFormat.of().formatHex(sha256.digest(), 0, HASH_BYTES);
    }

    private void put(CreateScheduleRequest schedule) {
        for (int attempt = 1; ; attempt++) {
            try {
                scheduler.get().createSchedule(schedule);
                return;
            } catch (ConflictException e) {
                if (replace(schedule)) {
                    return;
                }
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Replaces all of a schedule; false if it has run and is gone. */
    private boolean replace(CreateScheduleRequest schedule) {
        try {
            scheduler
                    .get()
                    .updateSchedule(
                            UpdateScheduleRequest.builder()
                                    .name(schedule.name())
                                    .description(schedule.description())
                                    .scheduleExpression(schedule.scheduleExpression())
                                    .scheduleExpressionTimezone(
                                            schedule.scheduleExpressionTimezone())
                                    .flexibleTimeWindow(schedule.flexibleTimeWindow())
                                    .actionAfterCompletion(schedule.actionAfterCompletion())
                                    .target(schedule.target())
                                    .build());
            return true;
        } catch (ResourceNotFoundException e) {
            return false;
        }
    }

    private void cancel(String name) {
        try {
            scheduler.get().deleteSchedule(delete -> delete.name(name));
        } catch (ResourceNotFoundException e) {
            // It has run, or never was: there is nothing to cancel.
            return;
        }
    }

    /** Without a client token, so that the SDK makes a new one for each request. */
    private CreateScheduleRequest request(
            CartItem item, String name, BusArn bus, String deadLetters) {
        Instant soonest = clock.instant().plus(SOONEST);
        Instant due = item.remindAt().filter(soonest::isBefore).orElse(soonest);
        return CreateScheduleRequest.builder()
                .name(name)
                .description("Reminds a user of a product in the cart.")
                .scheduleExpression(AT.format(due))
                .scheduleExpressionTimezone("UTC")
                .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                .actionAfterCompletion(ActionAfterCompletion.DELETE)
                .target(
                        Target.builder()
                                .arn(bus.text())
                                .roleArn(bus.roleArn(settings.role()))
                                .input(input(item))
                                .eventBridgeParameters(
                                        event ->
                                                event.source(settings.source())
                                                        .detailType(settings.added(item.product())))
                                .deadLetterConfig(config -> config.arn(bus.queueArn(deadLetters)))
                                .build())
                .build();
    }

    /** Angle brackets are escaped: the Scheduler fills in what it finds between them. */
    private static String input(CartItem item) {
        return StrictJson.write(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("scheduled_event", "true")
                                .put(CartNames.USER, item.user())
                                .put(CartNames.PRODUCT, item.product())
                                .put(CartEvents.ADDED, item.stamp()))
                .replace("<", "\\u003c");
    }
}
