package io.eventfork;

import io.eventfork.tasks.Task;
import io.eventfork.tasks.TaskRunner;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The tasks that would have run; each ends well unless a test says otherwise. */
public final class RecordingTaskRunner implements TaskRunner {

    /** What a task does. */
    public interface Work {
        int run(Task task, Consumer<String> output) throws IOException, InterruptedException;
    }

    private final List<Task> tasks = new CopyOnWriteArrayList<>();
    private volatile Work work = (task, output) -> 0;

    public List<Task> tasks() {
        return List.copyOf(tasks);
    }

    /** Lets every task do that from now on. */
    public void doing(Work next) {
        work = next;
    }

    @Override
    public int run(Task task, Consumer<String> output) throws IOException, InterruptedException {
        tasks.add(task);
        return work.run(task, output);
    }
}
