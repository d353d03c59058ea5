package io.eventfork.queue;

import io.eventfork.event.SinkAwayException;
import io.eventfork.provisioning.UndeclaredResourceException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sqs.SqsClient;

/** URLs of declared queues, asked for once. Thread-safe; errors of the SDK pass through. */
public final class QueueUrls {

    private final SqsClient client;
    private final UnaryOperator<String> names;
    private final Map<String, String> urls = new ConcurrentHashMap<>();

    /**
     * @param names the physical name of a queue by its bare name; throws if it is not declared
     */
    public QueueUrls(SqsClient client, UnaryOperator<String> names) {
        this.client = client;
        this.names = names;
    }

    /**
     * The URL of a queue by its bare name.
     *
     * @throws SinkAwayException if the queue is not declared at the moment
     */
    public String of(String queue) {
        String name = name(queue);
        String known = urls.get(name);
        if (known == null) {
            known = client.getQueueUrl(get -> get.queueName(name)).queueUrl();
            urls.put(name, known);
        }
        return known;
    }

    private String name(String queue) {
        try {
            return names.apply(queue);
        } catch (UndeclaredResourceException e) {
            throw new SinkAwayException(e.getMessage(), e);
        }
    }
}
