package io.eventfork.cli;

import java.util.concurrent.CountDownLatch;

/** Turns SIGTERM and SIGINT into an orderly stop of the thread that runs a command. */
final class Shutdown {

    private Shutdown() {}

    /**
     * On a signal, opens {@code stop} and keeps the process alive until {@code stopped} is open.
     */
    static void onSignal(CountDownLatch stop, CountDownLatch stopped) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stop.countDown();
                                    await(stopped);
                                },
                                "eventfork-stop"));
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
