package io.eventfork.replay;

import io.eventfork.event.SinkAwayException;
import io.eventfork.queue.QueueUrls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Asks how much replay queues hold. On the SDK client, because {@code aws2-sqs} does not know
 * GetQueueAttributes; routes reach it as a bean endpoint. Thread-safe.
 */
public final class ReplayQueues {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayQueues.class);
    private static final List<QueueAttributeName> COUNTS =
            List.of(
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);

    private final SqsClient client;
    private final QueueUrls urls;

    ReplayQueues(SqsClient client, QueueUrls urls) {
        this.client = client;
        this.urls = urls;
    }

    /** The job with what is left in its queue. */
    public ReplayStatus statusOf(ReplayJob job) {
        return new ReplayStatus(job, job.isFromBackup() ? null : left(job.queue()));
    }

    /** The jobs with what is left in their queues; each queue is asked once. */
    public List<ReplayStatus> statusesOf(List<ReplayJob> jobs) {
        Map<String, Long> asked = new HashMap<>();
        jobs.stream()
                .filter(job -> !job.isFromBackup())
                .map(ReplayJob::queue)
                .distinct()
                .forEach(queue -> asked.put(queue, left(queue)));
        return jobs.stream()
                .map(
                        job ->
                                new ReplayStatus(
                                        job, job.isFromBackup() ? null : asked.get(job.queue())))
                .toList();
    }

    /** A job is worth showing without it: null if the queue is gone or does not answer. */
    private Long left(String queue) {
        try {
            String url = urls.of(queue);
            Map<QueueAttributeName, String> counts =
                    client.getQueueAttributes(get -> get.queueUrl(url).attributeNames(COUNTS))
                            .attributes();
            return COUNTS.stream()
                    .mapToLong(name -> Long.parseLong(counts.getOrDefault(name, "0")))
                    .sum();
        } catch (SdkException | SinkAwayException e) {
            LOG.warn("Queue {} does not say how much it holds: {}.", queue, e.getMessage());
            return null;
        }
    }
}
