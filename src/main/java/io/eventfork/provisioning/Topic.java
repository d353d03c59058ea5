package io.eventfork.provisioning;

/** A standard SNS topic. */
public record Topic(String name) implements Resource {

    @Override
    public ResourceKind kind() {
        return ResourceKind.TOPIC;
    }
}
