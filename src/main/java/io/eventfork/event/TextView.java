package io.eventfork.event;

/**
 * A text as its reader sees it: in raw JSON, an escape (of a digit, of a line end) is the one
 * character that it stands for. Every character of the view knows where it comes from. Immutable.
 */
final class TextView implements CharSequence {

    private final String original;
    private final String view;

    /** Where each character begins in the original, and the end; null if nothing is escaped. */
    private final int[] starts;

    private TextView(String original, String view, int[] starts) {
        this.original = original;
        this.view = view;
        this.starts = starts;
    }

    /** A text in which a backslash is only a backslash. */
    static TextView plain(String text) {
        return new TextView(text, text, null);
    }

    /** A text in which a backslash may begin an escape. */
    static TextView escaped(String text) {
        if (text.indexOf('\\') < 0) {
            return plain(text);
        }
        StringBuilder view = new StringBuilder(text.length());
        int[] starts = new int[text.length() + 1];
        int i = 0;
        while (i < text.length()) {
            starts[view.length()] = i;
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                view.append(c);
                i++;
            } else {
                int code = unicodeEscape(text, i);
                view.append(code >= 0 ? (char) code : simpleEscape(text.charAt(i + 1)));
                i += code >= 0 ? 6 : 2;
            }
        }
        starts[view.length()] = text.length();
        return new TextView(text, view.toString(), starts);
    }

    String original() {
        return original;
    }

    char at(int index) {
        return view.charAt(index);
    }

    /** Where a character of the view begins in the original. */
    int start(int index) {
        return starts == null ? index : starts[index];
    }

    /** Where a character of the view ends in the original. */
    int end(int index) {
        return starts == null ? index + 1 : starts[index + 1];
    }

    @Override
    public int length() {
        return view.length();
    }

    @Override
    public char charAt(int index) {
        return view.charAt(index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return view.subSequence(from, to);
    }

    @Override
    public String toString() {
        return view;
    }

    private static int unicodeEscape(String text, int at) {
        if (text.charAt(at + 1) != 'u' || at + 6 > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }

    private static char simpleEscape(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }
}
