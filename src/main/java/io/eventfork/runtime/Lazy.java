package io.eventfork.runtime;

import java.util.Optional;
import java.util.function.Supplier;

/** Something that is made when it is first asked for, and once. Thread-safe. */
final class Lazy<T> implements Supplier<T> {

    private final Supplier<T> maker;
    private T made;

    Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        if (made == null) {
            made = maker.get();
        }
        return made;
    }

    /** What was made; nothing if nobody has asked for it. */
    synchronized Optional<T> ifMade() {
        return Optional.ofNullable(made);
    }
}
