package io.eventfork.runtime.inspection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A property placeholder in a text, as Camel reads it.
 *
 * @param content what is between its braces, other placeholders included
 */
record Placeholder(String content) {

    private static final Pattern SIMPLE = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*}}");

    /** All placeholders of a text; one inside another comes first. */
    static List<Placeholder> in(String text) {
        List<Placeholder> found = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.startsWith("{{", i)) {
                open.push(i + 2);
                i++;
            } else if (text.startsWith("}}", i) && !open.isEmpty()) {
                found.add(new Placeholder(text.substring(open.pop(), i).strip()));
                i++;
            }
        }
        return found;
    }

    /** A text with the values of some placeholders filled in, and of those in these values. */
    static String fill(String text, Map<String, String> values) {
        String filled = text;
        // A value may hold a placeholder; a value that holds itself ends here.
        for (int depth = 0; depth < 5; depth++) {
            String before = filled;
            filled =
                    SIMPLE.matcher(before)
                            .replaceAll(
                                    match ->
                                            Matcher.quoteReplacement(
                                                    values.getOrDefault(
                                                            match.group(1), match.group())));
            if (filled.equals(before)) {
                break;
            }
        }
        return filled;
    }

    /** The property function before the colon, if the word before it is one; otherwise empty. */
    String function(Set<String> functions) {
        int colon = content.indexOf(':');
        String word = colon < 0 ? "" : content.substring(0, colon);
        return functions.contains(word) ? word : "";
    }

    /** What follows the colon of a function. */
    String argument() {
        return content.substring(content.indexOf(':') + 1).strip();
    }

    /** Whether it may be without a value: it is optional, or has a default. */
    boolean isOptional() {
        return content.startsWith("?") || content.contains(":");
    }
}
