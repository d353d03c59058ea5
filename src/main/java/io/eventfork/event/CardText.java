package io.eventfork.event;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds card data in a text. Each digit is looked at by a bounded number of steps and no pattern
 * has an unbounded repetition, so the time is linear in the length of the text. Not thread-safe;
 * one instance serves one text.
 */
final class CardText {

    /** What takes the place of card data; shorter than any card number, so no text grows. */
    static final String MASK = "****";

    private static final int MAX_SEPARATORS = 3;
    private static final int SHORTEST_DIGEST = 24;

    private static final Pattern SECURITY_CODE =
            Pattern.compile(
                    "(?i)(?:cvv2?|cvc2?|cvn2?|cvd|csc|security[^a-z0-9]{0,2}code"
                            + "|verification[^a-z0-9]{0,2}(?:code|value))[^a-z0-9]{0,6}"
                            + "(?:(?:is|was|code|no|number|value)[^a-z0-9]{1,6}){0,2}"
                            + "([0-9]{3,4})(?![0-9])");

    private static final String MONTH_AND_YEAR =
            "(?:0?[1-9]|1[0-2])[^A-Za-z0-9]{1,3}(?:20)?[0-9]{2}(?![0-9])";

    private static final Pattern EXPIRY =
            Pattern.compile(
                    "(?i)(?:exp(?:iry|ires|iration)?|valid[^a-z0-9]{0,2}(?:thru|until|to))"
                            + "(?:[^a-z0-9]{0,3}date)?[^a-z0-9]{0,6}(?:is[^a-z0-9]{1,3})?("
                            + MONTH_AND_YEAR
                            + ")");

    /** What often follows a card number that somebody pasted: its expiry, its security code. */
    private static final Pattern AFTER_A_NUMBER =
            Pattern.compile(
                    "[^A-Za-z0-9]{1,3}("
                            + MONTH_AND_YEAR
                            + "(?:[^A-Za-z0-9]{1,3}[0-9]{3,4}(?![0-9]))?)");

    private final TextView text;
    private final boolean phone;
    private final BitSet masked = new BitSet();

    /** The digits of the run being read, where each is, and where each group of digits begins. */
    private byte[] digits = new byte[32];

    private int[] positions = new int[32];
    private final BitSet groupStarts = new BitSet();
    private int digitCount;

    /**
     * @param phone whether the text is known to be a telephone number, so that 13 digits are not
     *     taken for an old Visa number
     */
    CardText(TextView text, boolean phone) {
        this.text = text;
        this.phone = phone;
    }

    /** Marks card numbers. */
    CardText findNumbers() {
        int i = 0;
        while (i < text.length()) {
            int skip = isTokenStart(i) ? identifierLength(i) : 0;
            if (skip > 0) {
                i += skip;
            } else if (digitAt(i) >= 0) {
                i = readRun(i);
                markNumbersOfRun();
            } else {
                i++;
            }
        }
        return this;
    }

    /** Marks security codes, and expiry dates if the text speaks of a card. */
    CardText findCodes() {
        String view = text.toString();
        boolean ofACard = !masked.isEmpty() || view.toLowerCase(Locale.ROOT).contains("card");
        for (Matcher m = SECURITY_CODE.matcher(view); m.find(); ) {
            masked.set(m.start(1), m.end(1));
            ofACard = true;
        }
        if (ofACard) {
            for (Matcher m = EXPIRY.matcher(view); m.find(); ) {
                masked.set(m.start(1), m.end(1));
            }
        }
        return this;
    }

    /** Marks a range of the view. */
    void mark(int from, int to) {
        masked.set(from, to);
    }

    boolean foundAny() {
        return !masked.isEmpty();
    }

    /** The text with everything marked replaced, or the very same text if nothing was. */
    String masked() {
        if (masked.isEmpty()) {
            return text.original();
        }
        StringBuilder result = new StringBuilder(text.original().length());
        int copied = 0;
        for (int from = masked.nextSetBit(0); from >= 0; ) {
            int to = masked.nextClearBit(from);
            result.append(text.original(), copied, text.start(from)).append(MASK);
            copied = text.end(to - 1);
            from = masked.nextSetBit(to);
        }
        return result.append(text.original(), copied, text.original().length()).toString();
    }

    private int readRun(int from) {
        digitCount = 0;
        groupStarts.clear();
        int i = from;
        int end = from;
        boolean group = true;
        while (i < text.length() && i - end <= separatorLimit(end)) {
            int digit = digitAt(i);
            if (digit >= 0) {
                if (group && i > from && isTokenStart(i) && identifierLength(i) > 0) {
                    break;
                }
                add(digit, i, group);
                group = false;
                i++;
                end = i;
            } else {
                int separator = separatorLength(i);
                if (separator == 0) {
                    break;
                }
                i += separator;
                group = true;
            }
        }
        return end;
    }

    /** Three separators, each of which takes three characters in a URL. */
    private int separatorLimit(int end) {
        return end < text.length() && text.at(end) == '%' ? 3 * MAX_SEPARATORS : MAX_SEPARATORS;
    }

    private void add(int digit, int position, boolean startsGroup) {
        if (digitCount == digits.length) {
            digits = Arrays.copyOf(digits, 2 * digitCount);
            positions = Arrays.copyOf(positions, 2 * digitCount);
        }
        digits[digitCount] = (byte) digit;
        positions[digitCount] = position;
        groupStarts.set(digitCount, startsGroup);
        digitCount++;
    }

    /** A card number begins where a group of digits begins, and ends where one ends. */
    private void markNumbersOfRun() {
        for (int from = 0;
                from >= 0 && from < digitCount;
                from = groupStarts.nextSetBit(from + 1)) {
            int longest = Math.min(CardNumbers.MAX_DIGITS, digitCount - from);
            for (int length = longest; length >= CardNumbers.MIN_DIGITS; length--) {
                int end = from + length;
                if ((end == digitCount || groupStarts.get(end))
                        && CardNumbers.isCardNumber(digits, from, length)
                        && !isPhoneNumber(from, length)) {
                    markNumber(positions[from], positions[end - 1] + 1);
                    break;
                }
            }
        }
    }

    private void markNumber(int from, int to) {
        masked.set(from, to);
        Matcher m = AFTER_A_NUMBER.matcher(text.toString());
        m.region(to, Math.min(text.length(), to + 24));
        if (m.lookingAt()) {
            masked.set(m.start(1), m.end(1));
        }
    }

    /** International telephone numbers of 13 digits may look like an old Visa number. */
    private boolean isPhoneNumber(int from, int length) {
        int position = positions[from];
        return length == 13 && (phone || position > 0 && text.at(position - 1) == '+');
    }

    private boolean isTokenStart(int i) {
        return isAsciiAlphanumeric(text.at(i)) && (i == 0 || !isAsciiAlphanumeric(text.at(i - 1)));
    }

    /**
     * The length of a token that is an identifier by its form: UUID, hash or UPS tracking number.
     */
    private int identifierLength(int from) {
        int hex = 0;
        int other = 0;
        int letters = 0;
        int i = from;
        while (i < text.length() && isAsciiAlphanumeric(text.at(i))) {
            char c = text.at(i);
            letters += c > '9' ? 1 : 0;
            if (Character.digit(c, 16) >= 0) {
                hex++;
            } else {
                other++;
            }
            i++;
        }
        if (other == 0 && hex == 8 && isUuid(from)) {
            return 36;
        }
        if (other == 0 && letters > 0 && hex >= SHORTEST_DIGEST) {
            return hex;
        }
        boolean ups = hex + other == 18 && text.at(from) == '1' && text.at(from + 1) == 'Z';
        return ups ? 18 : 0;
    }

    private boolean isUuid(int from) {
        int end = from + 36;
        if (end > text.length() || end < text.length() && isAsciiAlphanumeric(text.at(end))) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.at(from + i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : c > 'f' || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private int digitAt(int i) {
        char c = text.at(i);
        return c < 128 ? (c >= '0' && c <= '9' ? c - '0' : -1) : Character.digit(c, 10);
    }

    /** The characters that one separator takes: a space or dash of any kind, encoded or not. */
    private int separatorLength(int i) {
        char c = text.at(i);
        if (c == ' ' || c == '-' || c == '+') {
            return 1;
        }
        if (c == '%' && i + 2 < text.length() && text.at(i + 1) == '2') {
            char code = text.at(i + 2);
            return code == '0' || code == 'D' || code == 'd' || code == 'B' || code == 'b' ? 3 : 0;
        }
        if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u2212') {
            return 1;
        }
        int type = c < 128 ? 0 : Character.getType(c);
        return type == Character.DASH_PUNCTUATION || type == Character.FORMAT ? 1 : 0;
    }

    private static boolean isAsciiAlphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
