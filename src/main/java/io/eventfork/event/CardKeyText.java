package io.eventfork.event;

import io.eventfork.event.CardKeys.Kind;

/**
 * Finds {@code name: value}, {@code "name": "value"} and {@code name=value} in a text that is not
 * JSON, and marks the values of names that tell of card data. A value that is an object or array is
 * marked to its end, or to the end of the text if it has none. Each character is looked at once per
 * name before it, values once: linear time.
 */
final class CardKeyText {

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_GAP = 8;

    private final TextView text;
    private final CardText found;

    CardKeyText(TextView text, CardText found) {
        this.text = text;
        this.found = found;
    }

    void markValues() {
        int i = 0;
        while (i < text.length()) {
            if (!isNameCharacter(text.at(i))) {
                i++;
                continue;
            }
            int end = endOfName(i);
            int value = end - i <= LONGEST_NAME ? startOfValue(end) : -1;
            if (value >= 0 && CardKeys.kindOf(text.subSequence(i, end).toString()) != Kind.OTHER) {
                int valueEnd = endOfValue(value);
                found.mark(value, valueEnd);
                end = Math.max(end, valueEnd);
            }
            i = end;
        }
    }

    private int endOfName(int from) {
        int i = from;
        while (i < text.length() && isNameCharacter(text.at(i))) {
            i++;
        }
        return i;
    }

    /** Where the value begins after quotes, spaces and one colon or equals sign; -1 if none. */
    private int startOfValue(int from) {
        boolean separated = false;
        int limit = Math.min(text.length(), from + LONGEST_GAP);
        for (int i = from; i < limit; i++) {
            char c = text.at(i);
            if ((c == ':' || c == '=') && !separated) {
                separated = true;
            } else if (separated && !Character.isWhitespace(c)) {
                return i;
            } else if (c != '"' && c != '\'' && c != '\\' && !Character.isWhitespace(c)) {
                return -1;
            }
        }
        return -1;
    }

    private int endOfValue(int from) {
        char first = text.at(from);
        if (first == '"' || first == '\'') {
            return endOfQuoted(from, first);
        }
        return first == '{' || first == '[' ? endOfNested(from) : endOfBare(from);
    }

    private int endOfQuoted(int from, char quote) {
        int width = text.end(from) - text.start(from);
        for (int i = from + 1; i < text.length(); i++) {
            if (text.at(i) == quote && text.end(i) - text.start(i) == width) {
                return i + 1;
            }
        }
        return text.length();
    }

    private int endOfNested(int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.at(i);
            if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private int endOfBare(int from) {
        int i = from;
        while (i < text.length() && ",;&\n\r}])<".indexOf(text.at(i)) < 0) {
            i++;
        }
        return i;
    }

    private static boolean isNameCharacter(char c) {
        return c == '-' || c == '_' || Character.isLetterOrDigit(c);
    }
}
