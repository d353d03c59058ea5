package io.eventfork.localcloud.eventbridge;

import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.json.Shape;
import io.eventfork.localcloud.queues.QueueArns;
import io.eventfork.localcloud.queues.RetryPolicies;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the targets of PutTargets. Stateless. */
final class TargetReader {

    private static final Shape ID = Shape.of(1, 64, "[\\.\\-_A-Za-z0-9]+");
    private static final Shape ARN = Shape.ofLength(1, 1600);
    private static final Shape GROUP = Shape.ofLength(1, 128);
    private static final Set<String> SERVED =
            Set.of(
                    "Id",
                    "Arn",
                    "RoleArn",
                    "Input",
                    "InputPath",
                    "InputTransformer",
                    "RetryPolicy",
                    "DeadLetterConfig",
                    "SqsParameters");

    /**
     * One target.
     *
     * @throws JsonException if it is not as AWS wants it, or has what the local cloud does not
     *     serve
     */
    Target read(Members entry) {
        String id = entry.required("Id", ID);
        String arn = entry.required("Arn", ARN);
        if (!arn.startsWith("arn:") || arn.split(":", 6).length < 6) {
            throw JsonException.validation(
                    "Parameter %s is not valid. Reason: Provided Arn is not in correct format."
                            .formatted(arn));
        }
        Set<String> others = new TreeSet<>();
        entry.node().fieldNames().forEachRemaining(others::add);
        others.removeIf(member -> SERVED.contains(member) || !entry.has(member));
        if (!others.isEmpty() && (QueueArns.isQueue(arn) || Arns.isBus(arn))) {
            throw JsonException.validation(
                    "Parameter(s) %s not valid for target: %s."
                            .formatted(String.join(", ", others), id));
        }
        long inputs =
                Stream.of("Input", "InputPath", "InputTransformer").filter(entry::has).count();
        if (inputs > 1) {
            throw JsonException.validation(
                    "Only one of Input, InputPath, or InputTransformer must be provided for target %s."
                            .formatted(id));
        }
        if (inputs > 0 && Arns.isBus(arn)) {
            throw JsonException.validation(
                    "An event bus gets the event as it is; target %s has an input.".formatted(id));
        }
        return new Target(
                id,
                arn,
                entry.node(),
                TargetInput.of(id, entry),
                RetryPolicies.read(entry),
                RetryPolicies.deadLetterQueue(entry),
                group(id, arn, entry));
    }

    private static Optional<String> group(String id, String arn, Members entry) {
        if (!QueueArns.isFifo(arn)) {
            return Optional.empty();
        }
        return Optional.of(
                entry.object("SqsParameters")
                        .flatMap(parameters -> parameters.optional("MessageGroupId", GROUP))
                        .orElseThrow(
                                () ->
                                        JsonException.validation(
                                                "Parameter(s) SqsParameters must be specified for target: %s."
                                                        .formatted(id))));
    }
}
