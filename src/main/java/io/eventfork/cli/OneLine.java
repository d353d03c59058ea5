package io.eventfork.cli;

import java.util.regex.Pattern;

/**
 * Texts of others as part of a line: what breaks lines, or makes a terminal do something, is a
 * blank. Stateless.
 */
final class OneLine {

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

    private OneLine() {}

    static String of(String text) {
        return CONTROLS.matcher(text).replaceAll(" ");
    }
}
