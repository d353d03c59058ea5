package io.eventfork.provisioning;

import io.eventfork.provisioning.PlannedResource.State;
import java.util.List;

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

    /** Whether everything exists as declared. */
    public boolean isSatisfied() {
        return missing().isEmpty() && different().isEmpty();
    }

    /** One line a resource, for an operator. */
    public List<String> lines() {
        return resources.stream().map(PlannedResource::toString).toList();
    }

    /** One sentence for each missing resource, for a start that may not create it. */
    public List<String> missingSentences() {
        return missing().stream()
                .map(
                        missing ->
                                "The %s %s does not exist: run 'eventfork provision' or set eventfork.provision=create."
                                        .formatted(
                                                missing.resource().kind().label(),
                                                missing.physicalName()))
                .toList();
    }

    private List<PlannedResource> in(State state) {
        return resources.stream().filter(resource -> resource.state() == state).toList();
    }
}
