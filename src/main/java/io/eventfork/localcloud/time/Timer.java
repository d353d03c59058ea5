package io.eventfork.localcloud.time;

import java.time.Duration;

/** Runs tasks later; tests turn it by hand. Implementations are thread-safe. */
@FunctionalInterface
public interface Timer {

    void after(Duration delay, Runnable task);
}
