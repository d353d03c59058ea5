package io.eventfork.localcloud.json;

import java.util.regex.Pattern;

/**
 * What a service's model says of a text.
 *
 * @param least the least length in characters
 * @param most the greatest length in characters
 * @param pattern what it matches as a whole
 */
public record Shape(int least, int most, Pattern pattern) {

    private static final Pattern ANYTHING = Pattern.compile(".*", Pattern.DOTALL);

    public static Shape ofLength(int least, int most) {
        return new Shape(least, most, ANYTHING);
    }

    public static Shape of(int least, int most, String pattern) {
        return new Shape(least, most, Pattern.compile(pattern, Pattern.DOTALL));
    }

    /**
     * Checks a value in the words of AWS.
     *
     * @param where the member, as {@code targets.1.member.id}
     * @throws JsonException if it has another shape
     */
    public void check(String where, String value) {
        if (value.length() < least) {
            throw violated(where, value, "have length greater than or equal to " + least);
        }
        if (value.length() > most) {
            throw violated(where, value, "have length less than or equal to " + most);
        }
        if (!pattern.matcher(value).matches()) {
            throw violated(
                    where, value, "satisfy regular expression pattern: " + pattern.pattern());
        }
    }

    /**
     * The error of a value with another shape, in the words of AWS.
     *
     * @param value null if there is none
     * @param rule what comes after "Member must"
     */
    public static JsonException violated(String where, String value, String rule) {
        String shown = value == null ? "null" : "'" + value + "'";
        return JsonException.validation(
                "1 validation error detected: Value %s at '%s' failed to satisfy constraint: Member must %s"
                        .formatted(shown, where, rule));
    }
}
