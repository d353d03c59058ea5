package io.eventfork.localcloud.sns;

import java.time.Duration;

/** Runs tasks later; tests turn it by hand. Implementations are thread-safe. */
@FunctionalInterface
interface Timer {

    void after(Duration delay, Runnable task);
}
