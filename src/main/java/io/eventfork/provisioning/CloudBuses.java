package io.eventfork.provisioning;

import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;

/** The event buses as they are in the cloud. */
final class CloudBuses implements Cloud<Bus> {

    private final EventBridgeClient events;
    private final ResourceNames names;

    CloudBuses(EventBridgeClient events, ResourceNames names) {
        this.events = events;
        this.names = names;
    }

    @Override
    public PlannedResource inspect(Bus bus) {
        String name = names.bus(bus.name());
        try {
            events.describeEventBus(request -> request.name(name));
            return PlannedResource.found(bus, name, List.of());
        } catch (ResourceNotFoundException e) {
            return PlannedResource.missing(bus, name);
        }
    }

    @Override
    public boolean create(Bus bus) {
        try {
            events.createEventBus(request -> request.name(names.bus(bus.name())));
            return true;
        } catch (ResourceAlreadyExistsException e) {
            return false;
        }
    }
}
