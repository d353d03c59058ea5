package io.eventfork.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Turns SIGTERM and SIGINT into an orderly stop of the thread that runs a command. */
final class Shutdown {

    private Shutdown() {}

    /**
     * On a signal, opens {@code stop}. The process then ends as its main thread ends it: with exit
     * code 0 after an orderly stop, where Java of its own would say 143. Where Java lets nobody
     * handle signals, a shutdown hook opens {@code stop} and keeps the process alive until {@code
     * stopped} is open.
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
        for (String signal : List.of("TERM", "INT", "HUP")) {
            handle(signal, stop);
        }
    }

    /** By reflection, because javac warns of sun.misc.Signal and cannot be told not to. */
    private static void handle(String signal, CountDownLatch stop) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object opening =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) -> {
                                stop.countDown();
                                return null;
                            });
            type.getMethod("handle", type, handler)
                    .invoke(null, type.getConstructor(String.class).newInstance(signal), opening);
        } catch (ReflectiveOperationException e) {
            // The shutdown hook does it; only the exit code is Java's.
            return;
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
