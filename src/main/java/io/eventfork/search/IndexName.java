package io.eventfork.search;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The name of a pipeline's index, and of the indexes that rotation makes of it. The rules are those
 * of the original pipeline's parameter {@code SearchIndexName} and of OpenSearch. Immutable.
 *
 * @param base the name without suffix
 */
record IndexName(String base, IndexRotation rotation) {

    private static final int LONGEST = 80;
    private static final String FORBIDDEN = "\\/*?\"<>|`,# :";

    /**
     * @throws IllegalArgumentException naming the parameter and the rule that the name breaks
     */
    IndexName {
        if (base.isEmpty() || base.length() > LONGEST) {
            throw refused(base, "an index name has 1 to " + LONGEST + " characters");
        }
        if (base.equals(".") || base.equals("..")) {
            throw refused(base, "an index name is neither . nor ..");
        }
        if ("-+_".indexOf(base.charAt(0)) >= 0) {
            throw refused(base, "an index name does not start with -, + or _");
        }
        if (!base.equals(base.toLowerCase(Locale.ROOT))) {
            throw refused(base, "an index name is in lower case");
        }
        if (base.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0 || c < ' ' || c > '~')) {
            throw refused(
                    base,
                    "an index name is of ASCII letters, digits and signs other than"
                            + " \\ / * ? \" < > | ` , # : and space");
        }
    }

    private static IllegalArgumentException refused(String name, String rule) {
        return new IllegalArgumentException("SearchIndexName is '" + name + "'; " + rule + ".");
    }

    /** The index of an event. */
    String of(Instant occurredAt) {
        return base + rotation.suffix(occurredAt);
    }

    /** The patterns of all indexes of the pipeline, for its index template. */
    List<String> patterns() {
        return rotation == IndexRotation.NO_ROTATION ? List.of(base) : List.of(base, base + "-*");
    }
}
