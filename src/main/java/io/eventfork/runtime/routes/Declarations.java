package io.eventfork.runtime.routes;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Tells the gate what the files declare, whenever that differs from what it was told last. Not
 * thread-safe.
 */
final class Declarations {

    private final ResourceGate gate;
    private NavigableMap<String, String> declared;

    Declarations(ResourceGate gate) {
        this.gate = gate;
    }

    /** Declares what is declared in some files, given all of them by path. */
    void declare(NavigableMap<String, String> files) throws ResourcesRefusedException {
        NavigableMap<String, String> wanted = new TreeMap<>(files);
        wanted.keySet().removeIf(path -> !RouteTree.isResources(path));
        if (!wanted.equals(declared)) {
            // After a refusal the gate must be told again, even what it knew before.
            declared = null;
            gate.declare(Collections.unmodifiableNavigableMap(wanted));
            declared = wanted;
        }
    }

    /** Whether the gate knows how everything stands. */
    boolean isSettled() {
        return gate.isSettled();
    }

    /** Lets the gate be told once more what it was told when it could not look. */
    void askAgainUnlessSettled() {
        if (!isSettled()) {
            declared = null;
        }
    }
}
