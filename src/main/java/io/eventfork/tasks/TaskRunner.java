package io.eventfork.tasks;

import io.eventfork.delivery.LeaseOverException;
import java.io.IOException;
import java.util.function.Consumer;

/** Starts tasks and waits for their end. Thread-safe. */
public interface TaskRunner {

    /** The environment variable with the task's id, in every task. */
    String TASK_ID = "TASK_ID";

    /**
     * Runs a task. When this returns or throws, the task has ended, or will have before another one
     * starts.
     *
     * @param output gets what the task writes, line by line, on one thread at a time
     * @return the exit code; 0 says that the task ended well
     * @throws IOException if it cannot be started now
     * @throws TaskFailedException if it was ended because its time was over
     * @throws LeaseOverException if it was ended because its lease was, or cannot begin any more
     * @throws InterruptedException if the thread was interrupted; the task was ended
     */
    int run(Task task, Consumer<String> output) throws IOException, InterruptedException;
}
