package io.eventfork.provisioning;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Queues as SQS keeps them: the attributes of a creation, and nothing after it. */
class InMemorySqs implements SqsClient {

    final Map<String, Map<QueueAttributeName, String>> queues = new ConcurrentHashMap<>();

    @Override
    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
        if (!queues.containsKey(request.queueName())) {
            throw QueueDoesNotExistException.builder().message("No queue.").build();
        }
        return GetQueueUrlResponse.builder().queueUrl("url:" + request.queueName()).build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        Map<QueueAttributeName, String> attributes =
                queues.get(request.queueUrl().substring("url:".length()));
        return GetQueueAttributesResponse.builder().attributes(attributes).build();
    }

    @Override
    public CreateQueueResponse createQueue(CreateQueueRequest request) {
        String redrive = request.attributes().get(QueueAttributeName.REDRIVE_POLICY);
        if (redrive != null) {
            String arn = JsonDocuments.read(redrive).path("deadLetterTargetArn").asText();
            if (!queues.containsKey(arn.substring(arn.lastIndexOf(':') + 1))) {
                throw SqsException.builder().message("Dead letter target does not exist.").build();
            }
        }
        Map<QueueAttributeName, String> existing =
                queues.putIfAbsent(request.queueName(), request.attributes());
        if (existing != null && !existing.equals(request.attributes())) {
            throw QueueNameExistsException.builder().message("Exists differently.").build();
        }
        return CreateQueueResponse.builder().queueUrl("url:" + request.queueName()).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
