package io.eventfork.provisioning;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Runs independent blocking calls on a few threads of its own, which end with it. */
final class Parallel implements AutoCloseable {

    // Enough to hide the latency of the cloud; more would only compete for the start's two cores.
    private static final int THREADS = 8;

    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    THREADS,
                    task -> {
                        Thread thread = new Thread(task, "eventfork-provisioning");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** Applies a call to every item; completes when all calls have ended, in the items' order. */
    <A, B> CompletableFuture<List<B>> each(List<A> items, Function<A, B> call) {
        List<CompletableFuture<B>> calls =
                items.stream()
                        .map(item -> CompletableFuture.supplyAsync(() -> call.apply(item), threads))
                        .toList();
        return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
                .thenApply(ended -> calls.stream().map(CompletableFuture::join).toList());
    }

    /** The value of a future, or the exception that its call has thrown. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
