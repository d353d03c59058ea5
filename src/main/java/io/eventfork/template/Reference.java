package io.eventfork.template;

import io.eventfork.provisioning.ResourceKind;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resource that a route names by its declaration, as {@code {{queue:checkout-orders}}}.
 *
 * @param name the bare name
 */
record Reference(ResourceKind kind, String name) {

    private static final Map<String, ResourceKind> FUNCTIONS =
            Map.of(
                    "topic", ResourceKind.TOPIC,
                    "queue", ResourceKind.QUEUE,
                    "bus", ResourceKind.BUS,
                    "stream", ResourceKind.STREAM,
                    "table", ResourceKind.TABLE,
                    "bucket", ResourceKind.BUCKET);

    private static final Pattern FORM =
            Pattern.compile("\\{\\{(" + String.join("|", FUNCTIONS.keySet()) + "):([^{}]+)}}");

    /** The reference that a text is, quoted or not; empty if it is something else. */
    static Optional<Reference> of(String text) {
        String bare = text.strip().replaceAll("^'(.*)'$", "$1");
        Matcher form = FORM.matcher(bare);
        return form.matches()
                ? Optional.of(new Reference(FUNCTIONS.get(form.group(1)), form.group(2).strip()))
                : Optional.empty();
    }

    /** Whether a text names a resource anywhere. */
    static boolean isIn(String text) {
        return FORM.matcher(text).find();
    }
}
