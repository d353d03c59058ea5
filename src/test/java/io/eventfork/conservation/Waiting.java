package io.eventfork.conservation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets real time pass: faults take theirs. Stateless. */
final class Waiting {

    private static final Duration STEP = Duration.ofMillis(100);

    /** What is waited for. */
    interface Condition {
        boolean holds() throws Exception;
    }

    private Waiting() {}

    static void pause(Duration time) throws InterruptedException {
        if (!time.isNegative() && !time.isZero()) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    }

    /**
     * Waits for a condition; returns whether it came to hold. One that throws does not hold yet.
     */
    static boolean until(Duration limit, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(STEP);
        }
        return true;
    }

    /**
     * Waits for a condition without which nothing goes on.
     *
     * @param what completes "There is no …"
     */
    static void require(Duration limit, String what, Condition condition)
            throws InterruptedException, TimeoutException {
        if (!until(limit, condition)) {
            throw new TimeoutException(
                    "There is no " + what + " after " + limit.toSeconds() + " seconds.");
        }
    }

    private static boolean holds(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return false;
        }
    }
}
