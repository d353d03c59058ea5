package io.eventfork.localcloud.query;

/** The characters of XML 1.0, which are also those that a message may hold on SQS. Thread-safe. */
public final class XmlText {

    private XmlText() {}

    /** Whether every character may occur. */
    public static boolean isPrintable(String text) {
        int index = 0;
        while (index < text.length()) {
            int character = text.codePointAt(index);
            if (!isPrintable(character)) {
                return false;
            }
            index += Character.charCount(character);
        }
        return true;
    }

    /**
     * Whether the character may occur: tab, line feed, carriage return and everything from space
     * that is no surrogate.
     */
    public static boolean isPrintable(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}
