package io.eventfork.provisioning;

import io.eventfork.provisioning.PlannedResource.State;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The declared resources compared with the cloud, in the order in which they are created.
 *
 * @param declared what the plan was made for
 */
public record Plan(Resources declared, List<PlannedResource> resources) {

    public Plan {
        resources = List.copyOf(resources);
    }

    public List<PlannedResource> missing() {
        return in(State.MISSING);
    }

    public List<PlannedResource> different() {
        return in(State.DIFFERENT);
    }

    public List<PlannedResource> created() {
        return in(State.CREATED);
    }

    public List<PlannedResource> unknown() {
        return in(State.UNKNOWN);
    }

    /** Whether everything exists as declared. */
    public boolean isSatisfied() {
        return missing().isEmpty() && different().isEmpty() && unknown().isEmpty();
    }

    /** One line a resource, for an operator. */
    public List<String> lines() {
        return resources.stream().map(PlannedResource::toString).toList();
    }

    /** What is missing and how to create it, for a start that may not; empty if nothing is. */
    public Optional<String> missingSentence() {
        if (missing().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                missing().stream()
                        .map(
                                missing ->
                                        missing.resource().kind().label()
                                                + " "
                                                + missing.physicalName())
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "The cloud has no ",
                                        ". 'eventfork provision' with the same options creates what"
                                                + " is missing, and so does a start with"
                                                + " eventfork.provision=create.")));
    }

    private List<PlannedResource> in(State state) {
        return resources.stream().filter(resource -> resource.state() == state).toList();
    }
}
