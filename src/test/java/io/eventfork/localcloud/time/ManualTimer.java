package io.eventfork.localcloud.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when a test says so. */
public final class ManualTimer extends Clock implements Timer {

    private static final Instant START = Instant.parse("2026-11-21T01:02:03.004Z");

    private record Task(Duration due, Runnable work) {}

    private Duration now = Duration.ZERO;
    private final List<Task> tasks = new ArrayList<>();

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Task(now.plus(delay), task));
    }

    @Override
    public Instant instant() {
        return START.plus(now);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }

    public void advance(Duration time) {
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

    public int waiting() {
        return tasks.size();
    }
}
