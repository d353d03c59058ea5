package io.eventfork.bench.spring;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.awspring.cloud.sqs.listener.BackPressureMode;
import io.awspring.cloud.sqs.listener.ListenerMode;
import io.awspring.cloud.sqs.listener.MessageListener;
import io.awspring.cloud.sqs.listener.QueueNotFoundStrategy;
import io.awspring.cloud.sqs.listener.SqsMessageListenerContainer;
import io.awspring.cloud.sqs.listener.acknowledgement.AcknowledgementOrdering;
import io.awspring.cloud.sqs.listener.acknowledgement.handler.AcknowledgementMode;
import io.eventfork.bench.work.Parser;
import io.eventfork.bench.work.Sink;
import io.eventfork.bench.work.Tally;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import org.springframework.messaging.Message;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * The strongest peer: Spring Cloud AWS with acknowledgement in batches of ten. It polls for whole
 * batches of ten, as many at a time as the others have pollers; the interval after which a smaller
 * batch is acknowledged is a tenth of its default, so that the last messages do not wait for it.
 * The asynchronous SDK client with its default HTTP client, Netty's.
 */
final class SpringContainer {

    private static final int BATCH = 10;

    private SpringContainer() {}

    /**
     * Arguments: endpoint, name of the queue, number of pollers, seconds of a long poll, listener
     * mode (a call for each message, or for each poll).
     */
    public static void main(String[] args) {
        SqsAsyncClient sqs =
                SqsAsyncClient.builder()
                        .endpointOverride(URI.create(args[0]))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("x", "x")))
                        .build();
        SqsMessageListenerContainer<String> container =
                SqsMessageListenerContainer.<String>builder()
                        .sqsAsyncClient(sqs)
                        .queueNames(args[1])
                        .configure(
                                options ->
                                        options.listenerMode(ListenerMode.valueOf(args[4]))
                                                .maxMessagesPerPoll(BATCH)
                                                .maxConcurrentMessages(
                                                        BATCH * Integer.parseInt(args[2]))
                                                .backPressureMode(
                                                        BackPressureMode.ALWAYS_POLL_MAX_MESSAGES)
                                                .pollTimeout(
                                                        Duration.ofSeconds(Long.parseLong(args[3])))
                                                .queueNotFoundStrategy(QueueNotFoundStrategy.FAIL)
                                                .acknowledgementMode(AcknowledgementMode.ON_SUCCESS)
                                                .acknowledgementOrdering(
                                                        AcknowledgementOrdering.PARALLEL)
                                                .acknowledgementThreshold(BATCH)
                                                .acknowledgementInterval(Duration.ofMillis(100)))
                        .messageListener(new Listener(new Parser(), new Tally(), new Sink()))
                        .build();
        container.start();
    }

    private record Listener(Parser parser, Tally tally, Sink sink)
            implements MessageListener<String> {

        @Override
        public void onMessage(Message<String> message) {
            try {
                sink.accept(tally.count(parser.parse(message.getPayload())));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public void onMessage(Collection<Message<String>> messages) {
            messages.forEach(this::onMessage);
        }
    }
}
