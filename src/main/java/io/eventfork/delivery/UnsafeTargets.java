package io.eventfork.delivery;

import io.eventfork.delivery.Targets.Target;
import java.util.Optional;

/** The endpoint options that drop a message that another route still had to process. Stateless. */
final class UnsafeTargets {

    private UnsafeTargets() {}

    /** Why sending to a target is unsafe; empty if it is safe. */
    static Optional<String> ofStep(Target target) {
        if (!target.is("seda")) {
            return Optional.empty();
        }
        if (mayBeOn(target, "discardWhenFull")) {
            return Optional.of("discardWhenFull drops messages; use blockWhenFull");
        }
        if (mayBeOn(target, "discardIfNoConsumers")) {
            return Optional.of(
                    "discardIfNoConsumers drops messages while the other route is reloaded; leave"
                            + " it out");
        }
        return ofInput(target);
    }

    /** Why starting a route from an endpoint is unsafe; empty if it is safe. */
    static Optional<String> ofInput(Target input) {
        if (!input.is("seda")) {
            return Optional.empty();
        }
        if (mayBeOn(input, "purgeWhenStopping")) {
            return Optional.of("purgeWhenStopping drops what waits in the queue; leave it out");
        }
        if (mayBeOn(input, "multipleConsumers")) {
            return Optional.of(
                    "multipleConsumers hides the failure of one consumer from the others; use a"
                            + " multicast");
        }
        return Optional.empty();
    }

    /** Any value but false may turn the option on, a placeholder too. */
    private static boolean mayBeOn(Target target, String option) {
        return target.uri().contains(option + "=") && !target.hasOption(option, "false");
    }
}
