package io.eventfork.localcloud;

import io.eventfork.event.AttributeValue;
import io.eventfork.localcloud.queues.DeliveryResult;
import io.eventfork.localcloud.queues.QueueDelivery;
import io.eventfork.localcloud.queues.QueueMessage;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Sends from the emulated services to the queues of the SQS stand-in: one {@code SendMessageBatch}
 * a call, tried once, for at most 10 s. Thread-safe.
 */
final class SqsQueueDelivery implements QueueDelivery, AutoCloseable {

    private static final int MAX_CONNECTIONS = 128;

    private final URI sqs;
    private final SqsClient client;

    /**
     * @param sqs where the stand-in listens
     */
    SqsQueueDelivery(URI sqs) {
        this.sqs = sqs;
        this.client =
                SqsClient.builder()
                        .endpointOverride(sqs)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("local", "local")))
                        .httpClientBuilder(
                                ApacheHttpClient.builder().maxConnections(MAX_CONNECTIONS))
                        // The services have their own retries.
                        .overrideConfiguration(
                                c ->
                                        c.retryStrategy(RetryMode.STANDARD)
                                                .retryStrategy(b -> b.maxAttempts(1))
                                                .apiCallTimeout(Duration.ofSeconds(10)))
                        .build();
    }

    @Override
    public List<DeliveryResult> send(String queueArn, List<QueueMessage> messages) {
        List<SendMessageBatchRequestEntry> entries =
                IntStream.range(0, messages.size())
                        .mapToObj(i -> entry(i, messages.get(i)))
                        .toList();
        try {
            return results(
                    messages.size(),
                    client.sendMessageBatch(r -> r.queueUrl(queueUrl(queueArn)).entries(entries)));
        } catch (QueueDoesNotExistException e) {
            return Collections.nCopies(messages.size(), DeliveryResult.noQueue(e.getMessage()));
        } catch (AwsServiceException e) {
            boolean clientError = e.statusCode() < 500 && !e.isThrottlingException();
            return Collections.nCopies(
                    messages.size(),
                    clientError
                            ? DeliveryResult.clientError(e.getMessage())
                            : DeliveryResult.serverError(e.getMessage()));
        } catch (SdkException e) {
            return Collections.nCopies(messages.size(), DeliveryResult.serverError(e.getMessage()));
        }
    }

    private String queueUrl(String queueArn) {
        String[] parts = queueArn.split(":", -1);
        return sqs + "/" + parts[4] + "/" + parts[5];
    }

    private static SendMessageBatchRequestEntry entry(int number, QueueMessage message) {
        SendMessageBatchRequestEntry.Builder entry =
                SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(number))
                        .messageBody(message.body())
                        .messageAttributes(attributes(message.attributes()));
        message.messageGroupId().ifPresent(entry::messageGroupId);
        message.traceHeader()
                .ifPresent(
                        header ->
                                entry.messageSystemAttributes(
                                        Map.of(
                                                MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                                                MessageSystemAttributeValue.builder()
                                                        .dataType("String")
                                                        .stringValue(header)
                                                        .build())));
        return entry.build();
    }

    private static Map<String, MessageAttributeValue> attributes(
            Map<String, AttributeValue> attributes) {
        Map<String, MessageAttributeValue> sent = new HashMap<>();
        attributes.forEach(
                (name, value) -> {
                    MessageAttributeValue.Builder attribute =
                            MessageAttributeValue.builder().dataType(value.dataType());
                    if (value.isBinary()) {
                        byte[] bytes = Base64.getDecoder().decode(value.value());
                        attribute.binaryValue(SdkBytes.fromByteArrayUnsafe(bytes));
                    } else {
                        attribute.stringValue(value.value());
                    }
                    sent.put(name, attribute.build());
                });
        return sent;
    }

    private static List<DeliveryResult> results(int count, SendMessageBatchResponse response) {
        DeliveryResult[] results = new DeliveryResult[count];
        Arrays.fill(results, DeliveryResult.delivered());
        for (BatchResultErrorEntry failed : response.failed()) {
            results[Integer.parseInt(failed.id())] =
                    Boolean.TRUE.equals(failed.senderFault())
                            ? DeliveryResult.clientError(failed.message())
                            : DeliveryResult.serverError(failed.message());
        }
        return List.of(results);
    }

    @Override
    public void close() {
        client.close();
    }
}
