package io.eventfork;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a route of {@link FaultRoutes} did with a message under one receipt.
 *
 * @param message the body
 * @param receive how often the queue had handed the message out then, from 1
 */
record Effect(String message, int receive) {

    private static final Pattern WRITTEN =
            Pattern.compile("(<\\w+>) \\{[^}]*ApproximateReceiveCount=(\\d+)");

    /** Of what was written, one by one or joined. */
    static List<Effect> in(List<String> written) {
        return WRITTEN.matcher(String.join("", written))
                .results()
                .map(found -> new Effect(found.group(1), Integer.parseInt(found.group(2))))
                .toList();
    }

    static List<String> messages(List<Effect> effects) {
        return effects.stream().map(Effect::message).toList();
    }
}
