package io.eventfork.bench.work;

/** The sink that does nothing. */
public final class Sink {

    public void accept(Event event) {}
}
