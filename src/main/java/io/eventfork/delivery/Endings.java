package io.eventfork.delivery;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Ends what must not outlive its messages, all at once: each may take seconds, and the leases of
 * others have to be extended meanwhile. Thread-safe.
 */
final class Endings {

    private final Executor executor;

    Endings(Executor executor) {
        this.executor = executor;
    }

    /** Returns when nothing that must not outlive these receipts, which have ended, is left. */
    void await(Collection<Receipt> ended) {
        begin(ended).join();
    }

    /** Runs an action then, without waiting; at once if there is nothing to wait for. */
    @SuppressWarnings("FutureReturnValueIgnored") // The action tells its own failures.
    void then(Collection<Receipt> ended, Runnable action) {
        begin(ended).thenRun(action);
    }

    private CompletableFuture<Void> begin(Collection<Receipt> ended) {
        List<Runnable> all = ended.stream().flatMap(each -> each.takeEndings().stream()).toList();
        return CompletableFuture.allOf(
                all.stream().map(this::begin).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> begin(Runnable ending) {
        try {
            return CompletableFuture.runAsync(ending, executor);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // When there is no thread to be had.
            ending.run();
            return CompletableFuture.completedFuture(null);
        }
    }
}
