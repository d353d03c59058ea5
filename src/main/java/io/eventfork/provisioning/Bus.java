package io.eventfork.provisioning;

/** An EventBridge event bus. */
public record Bus(String name) implements Resource {

    @Override
    public ResourceKind kind() {
        return ResourceKind.BUS;
    }
}
