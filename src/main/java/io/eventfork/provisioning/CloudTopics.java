package io.eventfork.provisioning;

import java.util.List;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/** The SNS topics as they are in the cloud. */
final class CloudTopics implements Cloud<Topic> {

    private final SnsClient sns;
    private final ResourceNames names;

    CloudTopics(SnsClient sns, ResourceNames names) {
        this.sns = sns;
        this.names = names;
    }

    @Override
    public PlannedResource inspect(Topic topic) {
        String name = names.topic(topic.name());
        try {
            sns.getTopicAttributes(request -> request.topicArn(names.topicArn(topic.name())));
            return PlannedResource.found(topic, name, List.of());
        } catch (NotFoundException e) {
            return PlannedResource.missing(topic, name);
        }
    }

    @Override
    public boolean create(Topic topic) {
        // Creating a topic again answers the existing one.
        sns.createTopic(request -> request.name(names.topic(topic.name())));
        return true;
    }
}
