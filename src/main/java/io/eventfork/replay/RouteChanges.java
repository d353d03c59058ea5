package io.eventfork.replay;

/** Keeps the start and stop of a route apart from the replacement of route files. */
@FunctionalInterface
public interface RouteChanges {

    /**
     * Runs something while no route file is being replaced; does nothing if one is at the moment.
     *
     * @return whether it was run
     */
    boolean unlessUnderWay(Runnable action);
}
