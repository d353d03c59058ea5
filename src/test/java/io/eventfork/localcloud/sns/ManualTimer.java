package io.eventfork.localcloud.sns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when a test says so. */
final class ManualTimer implements Timer {

    private record Task(Duration due, Runnable work) {}

    private Duration now = Duration.ZERO;
    private final List<Task> tasks = new ArrayList<>();

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Task(now.plus(delay), task));
    }

    void advance(Duration time) {
        Duration end = now.plus(time);
        while (true) {
            Task next = null;
            for (Task task : tasks) {
                if (task.due().compareTo(end) <= 0
                        && (next == null || task.due().compareTo(next.due()) < 0)) {
                    next = task;
                }
            }
            if (next == null) {
                now = end;
                return;
            }
            tasks.remove(next);
            now = next.due();
            next.work().run();
        }
    }

    int waiting() {
        return tasks.size();
    }
}
