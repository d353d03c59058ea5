package io.eventfork.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What a queue says of itself.
 *
 * @param name its physical name
 * @param url its URL
 * @param visibility how long a received message stays invisible; at least 1 s, or a lease would end
 *     as it begins
 * @param deadLetterUrl the URL of the queue that its redrive policy names, or null if it has none
 */
record QueueFacts(String name, String url, Duration visibility, String deadLetterUrl) {

    private static final Logger LOG = LoggerFactory.getLogger(QueueFacts.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Asks SQS: GetQueueAttributes for the queue, GetQueueUrl for its dead-letter queue.
     *
     * @param visibility the visibility timeout to use instead of the queue's own, or null
     * @throws software.amazon.awssdk.core.exception.SdkException if the queue is missing or SQS
     *     does not answer
     */
    static QueueFacts ask(SqsClient client, String name, String url, Integer visibility) {
        GetQueueAttributesResponse answer =
                client.getQueueAttributes(
                        request ->
                                request.queueUrl(url)
                                        .attributeNames(
                                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                                QueueAttributeName.REDRIVE_POLICY,
                                                QueueAttributeName.QUEUE_ARN));
        String declared = answer.attributes().get(QueueAttributeName.VISIBILITY_TIMEOUT);
        int seconds = visibility != null ? visibility : Integer.parseInt(declared);
        return new QueueFacts(
                name,
                url,
                Duration.ofSeconds(Math.max(1, seconds)),
                deadLetterArn(name, answer.attributes().get(QueueAttributeName.REDRIVE_POLICY))
                        .map(
                                arn ->
                                        urlOf(
                                                client,
                                                arn,
                                                answer.attributes()
                                                        .get(QueueAttributeName.QUEUE_ARN)))
                        .orElse(null));
    }

    private static Optional<Arn> deadLetterArn(String name, String redrivePolicy) {
        if (redrivePolicy == null || redrivePolicy.isBlank()) {
            return Optional.empty();
        }
        try {
            return Arn.tryFromString(
                    JSON.readTree(redrivePolicy).path("deadLetterTargetArn").asText());
        } catch (JsonProcessingException e) {
            LOG.warn(
                    "The redrive policy of queue {} is no JSON: what can never succeed stays in the"
                            + " queue.",
                    name,
                    e);
            return Optional.empty();
        }
    }

    private static String urlOf(SqsClient client, Arn deadLetters, String sourceArn) {
        Optional<String> owner = deadLetters.accountId();
        boolean foreign =
                owner.isPresent()
                        && !owner.equals(Arn.tryFromString(sourceArn).flatMap(Arn::accountId));
        GetQueueUrlResponse answer =
                client.getQueueUrl(
                        request -> {
                            request.queueName(deadLetters.resourceAsString());
                            if (foreign) {
                                request.queueOwnerAWSAccountId(owner.orElseThrow());
                            }
                        });
        return answer.queueUrl();
    }
}
