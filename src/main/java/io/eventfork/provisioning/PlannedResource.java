package io.eventfork.provisioning;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A declared resource compared with the cloud.
 *
 * @param physicalName the name by which an operator finds it
 * @param differences every property that differs; empty unless the state is {@link State#DIFFERENT}
 */
public record PlannedResource(
        Resource resource, String physicalName, State state, List<Difference> differences) {

    /** How the cloud compares with the declaration. */
    public enum State {
        MISSING,
        SAME,
        DIFFERENT,
        /** It was missing and has been created as declared. */
        CREATED,
        /** Its service does not answer, and whatever needs it waits for that. */
        UNKNOWN
    }

    public PlannedResource {
        differences = List.copyOf(differences);
    }

    static PlannedResource missing(Resource resource, String physicalName) {
        return new PlannedResource(resource, physicalName, State.MISSING, List.of());
    }

    static PlannedResource found(
            Resource resource, String physicalName, List<Difference> differences) {
        State state = differences.isEmpty() ? State.SAME : State.DIFFERENT;
        return new PlannedResource(resource, physicalName, state, differences);
    }

    static PlannedResource unknown(Resource resource, String physicalName) {
        return new PlannedResource(resource, physicalName, State.UNKNOWN, List.of());
    }

    /** Whether the cloud has it. */
    boolean exists() {
        return state == State.SAME || state == State.DIFFERENT;
    }

    PlannedResource created() {
        return new PlannedResource(resource, physicalName, State.CREATED, List.of());
    }

    /** One line for an operator: {@code + queue eventfork-checkout-orders created}. */
    @Override
    public String toString() {
        String mark =
                switch (state) {
                    case MISSING, CREATED -> "+";
                    case SAME -> "=";
                    case DIFFERENT -> "!";
                    case UNKNOWN -> "?";
                };
        String text =
                switch (state) {
                    case MISSING -> "missing";
                    case CREATED -> "created";
                    case SAME -> "unchanged";
                    case UNKNOWN -> "unknown: its service does not answer";
                    case DIFFERENT ->
                            differences.stream()
                                    .map(Difference::toString)
                                    .collect(Collectors.joining("; ", "differs: ", ""));
                };
        return "%s %s %s  %s".formatted(mark, resource.kind().label(), physicalName, text);
    }
}
