package io.eventfork.stream;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Leases behind a network that loses a request, or its answer, when a test says so. */
final class UnreliableLeases implements LeaseStore {

    private enum Fault {
        NONE,
        REFUSED,
        ANSWER_LOST
    }

    private final LeaseStore store;
    private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
    private volatile boolean cut;

    UnreliableLeases(LeaseStore store) {
        this.store = store;
    }

    /** The next write does not arrive. */
    void refuseNext() {
        next.set(Fault.REFUSED);
    }

    /** The next write arrives, and its answer does not. */
    void loseNextAnswer() {
        next.set(Fault.ANSWER_LOST);
    }

    /** Nothing arrives any more. */
    void cut(boolean off) {
        cut = off;
    }

    private <T> T call(Supplier<T> call) {
        Fault fault = next.getAndSet(Fault.NONE);
        if (cut || fault == Fault.REFUSED) {
            throw SdkClientException.create("Connection refused");
        }
        T answer = call.get();
        if (fault == Fault.ANSWER_LOST) {
            throw SdkClientException.create("Connection reset");
        }
        return answer;
    }

    @Override
    public List<Lease> leases() {
        return call(store::leases);
    }

    @Override
    public void create(Lease lease) {
        call(
                () -> {
                    store.create(lease);
                    return lease;
                });
    }

    @Override
    public Replacement replace(Lease seen, Lease wanted) {
        return call(() -> store.replace(seen, wanted));
    }

    @Override
    public void request(Lease seen, String worker) {
        call(
                () -> {
                    store.request(seen, worker);
                    return seen;
                });
    }

    @Override
    public void forget(Lease seen) {
        call(
                () -> {
                    store.forget(seen);
                    return seen;
                });
    }

    @Override
    public Position start(Supplier<Position> proposed) {
        return call(() -> store.start(proposed));
    }
}
