package io.eventfork.runtime.routes;

import java.util.Map;

/**
 * Told of everything that the route files' folders need from the cloud, before routes that may use
 * it are checked. Called by one thread at a time.
 */
@FunctionalInterface
public interface ResourceGate {

    /**
     * Declares all resources anew: at the start, and whenever a {@code resources.yaml} appears,
     * changes or goes. A resource that is no longer declared stays in the cloud.
     *
     * @param declarations in the order of their paths, text of each {@code resources.yaml} by its
     *     path relative to the root of the routes
     * @throws ResourcesRefusedException if one of them is wrong, or needs what may not be created
     *     here. The change of its folder is then refused, and the gate is called again with what
     *     stays
     */
    void declare(Map<String, String> declarations) throws ResourcesRefusedException;

    /**
     * Whether all that was declared last could be looked at. If not, what was declared holds, and
     * the gate is told the same again after a while.
     */
    default boolean isSettled() {
        return true;
    }
}
