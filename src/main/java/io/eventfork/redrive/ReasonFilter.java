package io.eventfork.redrive;

import java.util.regex.Pattern;

/**
 * Picks letters by their reason. Reasons that differ in numbers alone are of one group, in which
 * {@code #} stands for any number. Immutable.
 *
 * @param text what a reason, or the name of its group, has to contain; empty for any
 */
public record ReasonFilter(String text) {

    /** Any reason. */
    public static final ReasonFilter ANY = new ReasonFilter("");

    /** Any number but a code that a reason begins with, as in {@code 400: …}. */
    private static final Pattern NUMBER = Pattern.compile("(?<!\\d)(?!^\\d+: )\\d+");

    /** The group of a reason. */
    public static String group(String reason) {
        return NUMBER.matcher(reason).replaceAll("#");
    }

    public boolean matches(String reason) {
        return reason.contains(text) || group(reason).contains(text);
    }
}
