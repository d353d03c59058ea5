package io.eventfork.localcloud.scheduler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import io.eventfork.localcloud.queues.QueueArns;
import io.eventfork.localcloud.queues.RetryPolicies;
import io.eventfork.localcloud.scheduler.ScheduleTarget.BusParameters;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the target of a schedule. Stateless. */
final class ScheduleTargetReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Shape ARN = Shape.ofLength(1, 1600);
    private static final Shape ROLE =
            Shape.of(1, 1600, "arn:aws[a-z-]*:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+");
    private static final Shape INPUT = Shape.ofLength(1, 262_144);
    private static final Shape SOURCE = Shape.of(1, 256, "(?=[/\\.\\-_A-Za-z0-9]+)((?!aws\\.).*)");
    private static final Shape DETAIL_TYPE = Shape.ofLength(1, 128);
    private static final Shape GROUP = Shape.ofLength(1, 128);
    private static final String BUS = "arn:aws[a-z-]*:events:[a-z0-9-]+:\\d{12}:event-bus/.+";
    private static final Set<String> SERVED =
            Set.of(
                    "Arn",
                    "RoleArn",
                    "Input",
                    "EventBridgeParameters",
                    "SqsParameters",
                    "RetryPolicy",
                    "DeadLetterConfig");

    /**
     * The target.
     *
     * @throws JsonException {@code ValidationException} if the local cloud does not serve it
     */
    ScheduleTarget read(Members target) {
        String arn = target.required("Arn", ARN);
        target.required("RoleArn", ROLE);
        boolean bus = arn.matches(BUS);
        if (!bus && !QueueArns.isQueue(arn)) {
            throw JsonException.validation(
                    "The local cloud's schedules have SQS queues and event buses as targets, not %s."
                            .formatted(arn));
        }
        Set<String> others = new TreeSet<>();
        target.node().fieldNames().forEachRemaining(others::add);
        others.removeIf(member -> SERVED.contains(member) || !target.has(member));
        if (!others.isEmpty()) {
            throw JsonException.validation(
                    "%s not valid for the target %s.".formatted(String.join(", ", others), arn));
        }
        Optional<String> input = target.optional("Input", INPUT);
        return new ScheduleTarget(
                arn,
                input,
                bus ? Optional.of(busParameters(target, input)) : Optional.empty(),
                QueueArns.isFifo(arn) ? Optional.of(group(target)) : Optional.empty(),
                RetryPolicies.read(target),
                RetryPolicies.deadLetterQueue(target));
    }

    private static BusParameters busParameters(Members target, Optional<String> input) {
        if (input.isPresent() && !isObject(input.get())) {
            throw JsonException.validation("The input for an event bus must be a JSON object.");
        }
        Members parameters =
                target.object("EventBridgeParameters")
                        .orElseThrow(
                                () ->
                                        JsonException.validation(
                                                "EventBridgeParameters must be specified for an event bus."));
        return new BusParameters(
                parameters.required("Source", SOURCE),
                parameters.required("DetailType", DETAIL_TYPE));
    }

    private static String group(Members target) {
        return target.object("SqsParameters")
                .flatMap(parameters -> parameters.optional("MessageGroupId", GROUP))
                .orElseThrow(
                        () ->
                                JsonException.validation(
                                        "SqsParameters must be specified for a FIFO queue."));
    }

    private static boolean isObject(String text) {
        try {
            return JSON.readTree(text).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
