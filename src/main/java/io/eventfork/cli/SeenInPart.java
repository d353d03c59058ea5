package io.eventfork.cli;

import java.io.PrintWriter;
import java.util.Optional;

/** Says that a command may not have looked at all dead letters. Stateless. */
final class SeenInPart {

    private SeenInPart() {}

    /**
     * Says it.
     *
     * @param why empty if it has
     */
    static void say(PrintWriter out, Optional<String> why) {
        why.ifPresent(
                reason ->
                        out.printf(
                                "Some letters may not have been looked at: %s. Run it again for them.%n",
                                reason));
    }
}
