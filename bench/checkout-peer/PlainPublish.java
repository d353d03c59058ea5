import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * Publishes each order by itself, as who does without group commit would by hand: the event is the
 * one that the intake has made, attribute by attribute. Thread-safe once set up.
 */
public final class PlainPublish {

    private SnsClient sns;
    private String topic;

    public void setSns(SnsClient client) {
        sns = client;
    }

    public void setTopic(String arn) {
        topic = arn;
    }

    public void publish(PublishBatchRequestEntry entry) {
        sns.publish(
                PublishRequest.builder()
                        .topicArn(topic)
                        .message(entry.message())
                        .messageAttributes(entry.messageAttributes())
                        .build());
    }
}
