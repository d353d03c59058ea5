package io.eventfork.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in the placeholders of a route, from the inside to the outside. Stateless. */
final class Placeholders {

    private static final Pattern INNERMOST = Pattern.compile("\\{\\{([^{}:]+)}}");

    /** A value may name another, as a template's parameter names a setting, but not for ever. */
    private static final int DEPTH = 10;

    private Placeholders() {}

    /**
     * A copy of a tree of maps, lists and scalars with its texts filled in.
     *
     * @param values the value by name; null leaves a placeholder as it is, and so do functions such
     *     as {@code {{queue:name}}}
     */
    static Object fill(Object tree, Function<String, String> values) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> filled = new LinkedHashMap<>();
            map.forEach((key, value) -> filled.put(String.valueOf(key), fill(value, values)));
            return filled;
        }
        if (tree instanceof List<?> list) {
            return list.stream().map(item -> fill(item, values)).toList();
        }
        return tree instanceof String text ? text(text, values) : tree;
    }

    private static String text(String text, Function<String, String> values) {
        String filled = text;
        for (int i = 0; i < DEPTH; i++) {
            String next =
                    INNERMOST
                            .matcher(filled)
                            .replaceAll(found -> Matcher.quoteReplacement(value(found, values)));
            if (next.equals(filled)) {
                break;
            }
            filled = next;
        }
        return filled;
    }

    private static String value(
            java.util.regex.MatchResult found, Function<String, String> values) {
        String value = values.apply(found.group(1).strip());
        return value == null ? found.group() : value;
    }
}
