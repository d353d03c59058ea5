package io.eventfork.tasks.ecs;

import java.util.Optional;
import java.util.Set;

/**
 * What ECS says of a task.
 *
 * @param stopped whether its work is over: the task, or the container that does the work, has
 *     stopped
 * @param exitCode that of the container; nothing if it never ran or was lost
 * @param stopCode why the task stopped, as {@code EssentialContainerExited}; empty while it runs
 * @param reason the same for people
 */
record EcsState(boolean stopped, Optional<Integer> exitCode, String stopCode, String reason) {

    /** Of which the work and its messages are not to blame. */
    private static final Set<String> OF_THE_PLACE =
            Set.of("TaskFailedToStart", "SpotInterruption", "TerminationNotice");

    /** Of a task that ECS does not know, yet or any more. */
    static final EcsState UNKNOWN = new EcsState(false, Optional.empty(), "", "");

    boolean isFaultOfThePlace() {
        return exitCode.isEmpty() && OF_THE_PLACE.contains(stopCode);
    }
}
