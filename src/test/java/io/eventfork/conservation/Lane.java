package io.eventfork.conservation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Faults that come one after the other, on a thread of their own. */
final class Lane {

    private final List<Fault> faults;
    private final Injection injection;
    private final BooleanSupplier isOver;
    private final Thread thread = new Thread(this::run, "faults");
    private volatile String complaint;

    /** Lets a fault happen, and returns when it is over. */
    interface Injection {
        void of(Fault fault) throws Exception;
    }

    /**
     * @param faults each comes once, and then all of them again and again until it is over
     */
    Lane(List<Fault> faults, Injection injection, BooleanSupplier isOver) {
        this.faults = List.copyOf(faults);
        this.injection = injection;
        this.isOver = isOver;
        thread.setDaemon(true);
    }

    Lane start() {
        thread.start();
        return this;
    }

    /** Waits for the last fault; returns why the lane ended before that, if it did. */
    Optional<String> join() throws InterruptedException {
        thread.join();
        return Optional.ofNullable(complaint);
    }

    private void run() {
        try {
            play(() -> false);
            while (!faults.isEmpty() && !isOver.getAsBoolean()) {
                play(isOver);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            complaint = e.toString();
        }
    }

    private void play(BooleanSupplier isEnough) throws Exception {
        long begin = System.nanoTime();
        for (Fault fault : faults) {
            Duration left = fault.at().minusNanos(System.nanoTime() - begin);
            if (Waiting.until(left, isEnough::getAsBoolean)) {
                return;
            }
            injection.of(fault);
        }
    }
}
