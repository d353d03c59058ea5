package io.eventfork.redrive;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where letters belong: all to the queue that an operator names, else each to the queue that its
 * note names, or to the only one that it can have come from. A note is no proof: only a queue whose
 * dead letters these are is believed. Thread-safe.
 */
final class Destinations {

    private final DeadLetterQueue queue;
    private final UnaryOperator<String> names;
    private final Optional<String> chosen;

    /**
     * @param names the physical name of a queue by its bare name
     * @param chosen the bare name of the queue that an operator names
     */
    Destinations(DeadLetterQueue queue, UnaryOperator<String> names, Optional<String> chosen) {
        this.queue = queue;
        this.names = names;
        this.chosen = chosen;
    }

    /** The bare name of the queue that a letter belongs to; empty if nobody knows. */
    Optional<String> of(DeadLetter letter) {
        if (chosen.isPresent()) {
            return chosen;
        }
        Optional<String> told =
                queue.sources().stream()
                        .filter(source -> names.apply(source).equals(letter.queue()))
                        .findFirst();
        return told.isPresent() || queue.sources().size() > 1
                ? told
                : Optional.of(queue.sources().get(0));
    }
}
