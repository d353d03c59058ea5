package io.eventfork.checkout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two orders of {@code docs/examples}, as their senders send them. */
public final class SampleOrders {

    private SampleOrders() {}

    /** The text of the first order, 450 dollars, or of the second, 75 dollars. */
    public static String text(int number) {
        try {
            return Files.readString(Path.of("docs/examples/checkout-" + number + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of an order, to be changed. */
    public static ObjectNode json(int number) {
        try {
            return (ObjectNode) StrictJson.parse(text(number));
        } catch (InvalidJsonException e) {
            throw new IllegalStateException(e);
        }
    }
}
