package io.eventfork.provisioning;

/**
 * The resources of one kind as they are in the cloud. Thread-safe: one instance serves parallel
 * calls.
 */
interface Cloud<R extends Resource> {

    /** Compares a resource with its declaration, property by property, and changes nothing. */
    PlannedResource inspect(R resource);

    /**
     * Creates the resource as declared and returns when it can be used.
     *
     * @return false if somebody else has created it meanwhile; it is then left as it is
     */
    boolean create(R resource);

    /**
     * Reads from an existing resource as routes do, if that changes nothing; otherwise does
     * nothing.
     */
    default void read(R resource) {}

    /** As {@link #inspect}, of a resource that somebody else may not have finished creating. */
    default PlannedResource settled(R resource) {
        return inspect(resource);
    }
}
