package io.eventfork.delivery;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.sqs.Sqs2Configuration;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;

/**
 * A queue: its producers are Camel's, its consumers lease.
 *
 * <p>The queue's URL is asked for by name when it is first needed, not at start: a queue or a cloud
 * that is not there yet fails a message, or pauses a consumer, but not the route. Unlike Camel's
 * own look-up this needs no permission to list queues.
 */
final class LeasingEndpoint extends Sqs2Endpoint {

    private final OptionalInt attempts;
    private volatile String resolvedUrl;

    /**
     * @param attempts how often a message may fail for a reason nobody classified; empty for as
     *     often as everywhere
     */
    LeasingEndpoint(
            String uri,
            DeliveryComponent component,
            Sqs2Configuration configuration,
            OptionalInt attempts) {
        super(uri, component, configuration);
        this.attempts = attempts;
    }

    /** The settings of consumers of this endpoint. */
    DeliverySettings settings(DeliverySettings everywhere) {
        return attempts.isPresent() ? everywhere.withAttempts(attempts.getAsInt()) : everywhere;
    }

    void refuseQueueChanges() {
        Sqs2Configuration asked = getConfiguration();
        boolean changes =
                asked.isAutoCreateQueue()
                        || asked.isServerSideEncryptionEnabled()
                        || Stream.of(
                                        asked.getDefaultVisibilityTimeout(),
                                        asked.getMaximumMessageSize(),
                                        asked.getMessageRetentionPeriod(),
                                        asked.getPolicy(),
                                        asked.getReceiveMessageWaitTimeSeconds(),
                                        asked.getRedrivePolicy())
                                .anyMatch(Objects::nonNull);
        if (changes) {
            throw new IllegalArgumentException(
                    "The endpoint of queue "
                            + asked.getQueueName()
                            + " has options that create or alter the queue: declare them in"
                            + " resources.yaml.");
        }
    }

    @Override
    protected void doInit() throws Exception {
        String configured = getConfiguration().getQueueUrl();
        resolvedUrl = configured;
        // A URL, any URL, keeps Camel from listing the account's queues here; getQueueUrl() below
        // is what is used.
        getConfiguration().setQueueUrl(Objects.requireNonNullElse(configured, getEndpointUri()));
        try {
            super.doInit();
        } finally {
            getConfiguration().setQueueUrl(configured);
        }
    }

    @Override
    protected synchronized String getQueueUrl() {
        String url = resolvedUrl;
        if (url == null) {
            Sqs2Configuration asked = getConfiguration();
            url =
                    getClient()
                            .getQueueUrl(
                                    request ->
                                            request.queueName(asked.getQueueName())
                                                    .queueOwnerAWSAccountId(
                                                            asked.getQueueOwnerAWSAccountId()))
                            .queueUrl();
            resolvedUrl = url;
        }
        return url;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        LeasingConsumer consumer =
                new LeasingConsumer(
                        this, processor, ((DeliveryComponent) getComponent()).delivery());
        configureConsumer(consumer);
        return consumer;
    }

    /**
     * Polling from inside a route (pollEnrich, poll, a consumer template) would take a message that
     * nobody acknowledges.
     */
    @Override
    public PollingConsumer createPollingConsumer() {
        throw new UnsupportedOperationException(
                "Queue "
                        + getConfiguration().getQueueName()
                        + " can only be read by a route that starts from it.");
    }

    @Override
    public void doStop() {
        // The client belongs to the application, and outlives every endpoint.
    }
}
