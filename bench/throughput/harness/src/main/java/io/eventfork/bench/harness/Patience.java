package io.eventfork.bench.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what must come, and says what it was if it does not. Stateless. */
final class Patience {

    private Patience() {}

    static void await(String what, Duration limit, int everyMillis, BooleanSupplier condition)
            throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("Gave up waiting for " + what + ".");
            }
            TimeUnit.MILLISECONDS.sleep(everyMillis);
        }
    }
}
