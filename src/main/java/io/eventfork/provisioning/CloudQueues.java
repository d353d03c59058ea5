package io.eventfork.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;

/** The SQS queues as they are in the cloud; dead-letter queues are queues like any other. */
final class CloudQueues implements Cloud<Queue> {

    private final SqsClient sqs;
    private final ResourceNames names;

    CloudQueues(SqsClient sqs, ResourceNames names) {
        this.sqs = sqs;
        this.names = names;
    }

    @Override
    public PlannedResource inspect(Queue queue) {
        String name = names.queue(queue.name());
        try {
            // The URL is asked for, not built: SQS documents that its parts may change.
            String url = sqs.getQueueUrl(request -> request.queueName(name)).queueUrl();
            Map<QueueAttributeName, String> real =
                    sqs.getQueueAttributes(
                                    request ->
                                            request.queueUrl(url)
                                                    .attributeNames(
                                                            QueueAttributeName.VISIBILITY_TIMEOUT,
                                                            QueueAttributeName
                                                                    .MESSAGE_RETENTION_PERIOD,
                                                            QueueAttributeName.REDRIVE_POLICY,
                                                            QueueAttributeName.POLICY))
                            .attributes();
            return PlannedResource.found(queue, name, differences(queue, real));
        } catch (QueueDoesNotExistException e) {
            return PlannedResource.missing(queue, name);
        }
    }

    @Override
    public boolean create(Queue queue) {
        // All attributes go with the creation, so that no crash leaves a queue without them.
        Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
        attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, seconds(queue.visibility()));
        attributes.put(QueueAttributeName.MESSAGE_RETENTION_PERIOD, seconds(queue.retention()));
        redrivePolicy(queue)
                .ifPresent(policy -> attributes.put(QueueAttributeName.REDRIVE_POLICY, policy));
        QueuePolicy.of(queue, names)
                .ifPresent(policy -> attributes.put(QueueAttributeName.POLICY, policy.document()));
        try {
            sqs.createQueue(
                    request -> request.queueName(names.queue(queue.name())).attributes(attributes));
            return true;
        } catch (QueueNameExistsException e) {
            return false;
        }
    }

    private List<Difference> differences(Queue queue, Map<QueueAttributeName, String> real) {
        List<Difference> differences = new ArrayList<>();
        seconds(
                differences,
                "visibility",
                real.get(QueueAttributeName.VISIBILITY_TIMEOUT),
                queue.visibility());
        seconds(
                differences,
                "retention",
                real.get(QueueAttributeName.MESSAGE_RETENTION_PERIOD),
                queue.retention());
        String realRedrive = redrive(real.get(QueueAttributeName.REDRIVE_POLICY));
        String declaredRedrive = redrive(redrivePolicy(queue).orElse(null));
        if (!realRedrive.equals(declaredRedrive)) {
            differences.add(new Difference("dead-letter queue", realRedrive, declaredRedrive));
        }
        Optional<QueuePolicy> policy = QueuePolicy.of(queue, names);
        String realPolicy = real.get(QueueAttributeName.POLICY);
        if (policy.isPresent() && realPolicy == null) {
            differences.add(new Difference("access policy", "none", policy.get().document()));
        } else if (policy.isPresent() && !policy.get().allowsTheSame(realPolicy)) {
            differences.add(new Difference("access policy", realPolicy, policy.get().document()));
        }
        return differences;
    }

    private Optional<String> redrivePolicy(Queue queue) {
        return queue.deadLetterQueue()
                .map(
                        deadLetters ->
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put(
                                                "deadLetterTargetArn",
                                                names.queueArn(deadLetters.name()))
                                        .put("maxReceiveCount", Queue.MAX_RECEIVE_COUNT)
                                        .toString());
    }

    /** A redrive policy in words. */
    private static String redrive(String policy) {
        if (policy == null || policy.isBlank()) {
            return "none";
        }
        JsonNode redrive = JsonDocuments.read(policy);
        String target = redrive.path("deadLetterTargetArn").asText();
        // SQS returns the count as a number, some emulators as a text.
        return "%s after %s receives"
                .formatted(
                        target.substring(target.lastIndexOf(':') + 1),
                        redrive.path("maxReceiveCount").asText());
    }

    private static void seconds(
            List<Difference> differences, String property, String real, Duration declared) {
        if (!seconds(declared).equals(real)) {
            differences.add(
                    new Difference(
                            property,
                            real == null ? "unknown" : real + " s",
                            seconds(declared) + " s"));
        }
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }
}
