package io.eventfork.provisioning;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** A declared resource and the part of the cloud that holds it. */
record ProvisionedResource<R extends Resource>(Cloud<R> cloud, R declared) {

    PlannedResource inspect() {
        return explained("looked up", () -> cloud.inspect(declared));
    }

    /** Looks at the resource and reads from it; a refusal is part of the answer. */
    Inspection look() {
        Optional<PlannedResource> planned = Optional.empty();
        try {
            planned = Optional.of(inspect());
            if (planned.get().exists()) {
                explained(
                        "read",
                        () -> {
                            cloud.read(declared);
                            return null;
                        });
            }
            return new Inspection(declared, planned, Optional.empty());
        } catch (ProvisioningException e) {
            return new Inspection(declared, planned, Optional.of(e.getMessage()));
        }
    }

    /** Creates the resource if the plan says that it is missing. */
    PlannedResource create(PlannedResource planned) {
        return switch (planned.state()) {
            case SAME, CREATED, UNKNOWN -> planned;
            case DIFFERENT -> explained("looked up", () -> cloud.settled(declared));
            case MISSING ->
                    explained(
                            "created",
                            () ->
                                    cloud.create(declared)
                                            ? planned.created()
                                            : cloud.settled(declared));
        };
    }

    private PlannedResource explained(String action, Supplier<PlannedResource> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new ProvisioningException(
                    "The %s '%s' cannot be %s: %s"
                            .formatted(
                                    declared.kind().label(),
                                    declared.name(),
                                    action,
                                    e.getMessage()),
                    e);
        }
    }
}
