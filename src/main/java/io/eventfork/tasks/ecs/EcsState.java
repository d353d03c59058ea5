package io.eventfork.tasks.ecs;

import io.eventfork.event.SinkAwayException;
import io.eventfork.tasks.TaskFailedException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;

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

    private static final String STOPPED = "STOPPED";

    /** Of which the work and its messages are not to blame. */
    private static final Set<String> OF_THE_PLACE =
            Set.of("TaskFailedToStart", "SpotInterruption", "TerminationNotice");

    /** Of a task that ECS does not know, yet or any more. */
    static final EcsState UNKNOWN = new EcsState(false, Optional.empty(), "", "");

    /**
     * What a task is in.
     *
     * @param name that of the container that does the work
     */
    static EcsState of(Task task, String name) {
        Optional<Container> container =
                task.containers().stream().filter(each -> name.equals(each.name())).findFirst();
        boolean stopped =
                STOPPED.equals(task.lastStatus())
                        || container.map(Container::lastStatus).filter(STOPPED::equals).isPresent();
        return new EcsState(
                stopped,
                container.map(Container::exitCode),
                Optional.ofNullable(task.stopCodeAsString()).orElse(""),
                container
                        .map(Container::reason)
                        .or(() -> Optional.ofNullable(task.stoppedReason()))
                        .orElse(""));
    }

    /**
     * The exit code of a task that has stopped.
     *
     * @throws SinkAwayException if there is none, and neither work nor messages are to blame
     * @throws TaskFailedException if there is none for another reason
     */
    int requireExitCode() {
        return exitCode.orElseThrow(
                () ->
                        OF_THE_PLACE.contains(stopCode)
                                ? new SinkAwayException("ECS has not run the task: " + why())
                                : new TaskFailedException(
                                        "The task stopped without an exit code: " + why()));
    }

    private String why() {
        return stopCode + ", " + reason;
    }
}
