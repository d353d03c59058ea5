package io.eventfork.localcloud.scheduler;

import io.eventfork.localcloud.LocalCloud;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import java.time.Clock;
import java.time.Instant;

/** Reads the bodies of CreateSchedule and UpdateSchedule. Stateless but for the clock. */
final class ScheduleReader {

    static final String UTC = "UTC";
    static final String ENABLED = "ENABLED";
    static final String NONE = "NONE";

    /** The account of everything in the local cloud. */
    private static final Shape EXPRESSION = Shape.ofLength(1, 256);

    private static final Shape TIMEZONE = Shape.ofLength(1, 50);
    private static final Shape DESCRIPTION = Shape.ofLength(0, 512);
    private static final Shape TOKEN = Shape.of(1, 64, "[a-zA-Z0-9-_]+");
    private static final Shape STATE = Shape.of(1, 10, "ENABLED|DISABLED");
    private static final Shape ACTION = Shape.of(1, 10, "NONE|DELETE");
    private static final Shape GROUP = Shape.of(1, 64, "[0-9a-zA-Z-_.]+");

    private final Clock clock;
    private final ScheduleTargetReader targets = new ScheduleTargetReader();

    ScheduleReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * The schedule of a request.
     *
     * @throws JsonException if it is not valid, or not one that the local cloud has
     */
    Schedule read(SchedulerCall call, String name) {
        Members body = call.members();
        SchedulerCall.name(name);
        body.optional("Description", DESCRIPTION);
        if (body.has("KmsKeyArn")) {
            throw JsonException.validation("The local cloud encrypts no schedules: no KmsKeyArn.");
        }
        String expression = body.required("ScheduleExpression", EXPRESSION);
        String timezone = body.optional("ScheduleExpressionTimezone", TIMEZONE).orElse(UTC);
        Instant due = ScheduleExpression.due(expression, timezone);
        window(body);
        Members target =
                body.object("Target")
                        .orElseThrow(
                                () ->
                                        JsonException.validation(
                                                "1 validation error detected: Value null at 'target' failed to satisfy constraint: Member must not be null"));
        SchedulerCall.group(body.optional("GroupName", GROUP));
        Instant now = clock.instant();
        return new Schedule(
                name,
                arn(call.region(), name),
                body.node(),
                due,
                body.optional("State", STATE).orElse(ENABLED).equals(ENABLED),
                !body.optional("ActionAfterCompletion", ACTION).orElse(NONE).equals(NONE),
                targets.read(target),
                now,
                now,
                body.optional("ClientToken", TOKEN));
    }

    /** The beginning of the ARN of every schedule of a region. */
    static String prefix(String region) {
        return "arn:aws:scheduler:%s:%s:schedule/%s/"
                .formatted(region, LocalCloud.ACCOUNT, SchedulerCall.DEFAULT_GROUP);
    }

    static String arn(String region, String name) {
        return prefix(region) + name;
    }

    private static void window(Members body) {
        String mode =
                body.object("FlexibleTimeWindow")
                        .orElseThrow(
                                () ->
                                        JsonException.validation(
                                                "1 validation error detected: Value null at 'flexibleTimeWindow' failed to satisfy constraint: Member must not be null"))
                        .required("Mode", Shape.of(1, 10, "OFF|FLEXIBLE"));
        if (!mode.equals("OFF")) {
            throw JsonException.validation(
                    "The local cloud's schedules have no flexible time window: Mode must be OFF.");
        }
    }
}
