package io.eventfork.stream;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells threads to end, and wakes those that wait. Thread-safe. */
final class Halt {

    private final CountDownLatch told = new CountDownLatch(1);

    void tell() {
        told.countDown();
    }

    boolean isTold() {
        return told.getCount() == 0;
    }

    /** Waits that long, or until it is told. */
    void await(Duration longest) throws InterruptedException {
        // The outcome does not matter: who waits looks again at everything anyway.
        boolean ignored = told.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }
}
