package io.eventfork.localcloud.eventbridge;

import io.eventfork.localcloud.json.JsonException;
import java.time.Clock;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The buses and tags, in memory. Every region has the bus {@code default} from the beginning.
 * Thread-safe.
 */
final class EventsState {

    private final NavigableMap<String, EventBus> buses = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();
    private final Clock clock;

    EventsState(Clock clock) {
        this.clock = clock;
    }

    /** The buses of a region, and of others, by ARN. */
    NavigableMap<String, EventBus> buses(String region) {
        defaultBus(region);
        return buses;
    }

    /** The bus of that ARN. */
    Optional<EventBus> find(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length == 6 && parts[5].equals("event-bus/" + Arns.DEFAULT_BUS)) {
            defaultBus(parts[3]);
        }
        return Optional.ofNullable(buses.get(arn));
    }

    /**
     * The bus of that name or ARN, the default one if none is given.
     *
     * @throws JsonException {@code ResourceNotFoundException} if there is none
     */
    EventBus bus(String region, Optional<String> nameOrArn) {
        String name = nameOrArn.orElse(Arns.DEFAULT_BUS);
        return find(arn(region, name)).orElseThrow(() -> EventsErrors.noBus(name));
    }

    /** The ARN of the bus of that name or ARN, whether it exists or not. */
    static String arn(String region, String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : Arns.bus(region, nameOrArn);
    }

    synchronized EventBus create(String region, String name, Optional<String> description) {
        EventBus created = new EventBus(region, name, description, clock.instant());
        if (find(created.arn()).isPresent()) {
            throw new JsonException(
                    400,
                    "ResourceAlreadyExistsException",
                    "Event bus " + name + " already exists.");
        }
        buses.put(created.arn(), created);
        return created;
    }

    /** Deletes a bus without rules, and none if there is none of that name. */
    synchronized void delete(String arn) {
        EventBus bus = buses.get(arn);
        if (bus != null && !bus.rules().isEmpty()) {
            throw JsonException.validation(
                    "Cannot delete event bus " + bus.name() + " because it has rules.");
        }
        buses.remove(arn);
        tags.remove(arn);
    }

    /** The tags by the ARN of the bus or rule. */
    Map<String, Map<String, String>> tags() {
        return tags;
    }

    private void defaultBus(String region) {
        buses.computeIfAbsent(
                Arns.bus(region, Arns.DEFAULT_BUS),
                arn -> new EventBus(region, Arns.DEFAULT_BUS, Optional.empty(), clock.instant()));
    }
}
