package io.eventfork.queue;

import java.time.Duration;

/** Waits; a test's does not. */
@FunctionalInterface
public interface Sleeper {

    /** Lets the calling thread wait; one that is interrupted goes on at once, still interrupted. */
    Sleeper REAL =
            duration -> {
                try {
                    Thread.sleep(duration.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };

    /** Waits for so long. */
    void sleep(Duration duration);
}
