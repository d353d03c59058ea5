package io.eventfork.event;

/**
 * Tells a payment card number (PAN) from any other number: by its issuer's prefix, that issuer's
 * lengths, and the Luhn check digit (ISO/IEC 7812-1). Prefixes and lengths are the issuers'
 * published ranges.
 *
 * <p>About one in forty arbitrary 16-digit numbers passes all three tests and can't be told from a
 * PAN by anybody. Numbers that begin with 1, 7, 8, 9 or 0 do so hardly ever; among them are
 * timestamps in seconds, milliseconds, microseconds and nanoseconds since 1970.
 */
final class CardNumbers {

    /** The fewest digits of a PAN. */
    static final int MIN_DIGITS = 12;

    /** The most digits of a PAN. */
    static final int MAX_DIGITS = 19;

    private CardNumbers() {}

    /** Whether these digits (values 0 to 9) are a PAN. */
    static boolean isCardNumber(byte[] digits, int from, int length) {
        return length >= MIN_DIGITS
                && length <= MAX_DIGITS
                && isIssued(prefix(digits, from), length)
                && passesLuhn(digits, from, length);
    }

    private static int prefix(byte[] digits, int from) {
        int prefix = 0;
        for (int i = from; i < from + 4; i++) {
            prefix = prefix * 10 + digits[i];
        }
        return prefix;
    }

    /** Whether an issuer gives out numbers with this 4-digit prefix in this length. */
    private static boolean isIssued(int prefix, int length) {
        return switch (length) {
            case 12, 17 -> isMaestroPrefix(prefix) || length == 17 && isLong(prefix);
            case 13 -> isVisa(prefix) || isMaestroPrefix(prefix);
            case 14 -> isDiners(prefix) || isMaestroPrefix(prefix);
            case 15 ->
                    isAmex(prefix)
                            || isOldJcb(prefix)
                            || isDiners(prefix)
                            || isMaestroPrefix(prefix);
            case 16, 19 ->
                    isVisa(prefix)
                            || isLong(prefix)
                            || isMaestroRange(prefix)
                            || length == 16 && isSixteenOnly(prefix);
            case 18 -> isLong(prefix) || isMaestroPrefix(prefix);
            default -> false;
        };
    }

    private static boolean isVisa(int prefix) {
        return prefix / 1000 == 4;
    }

    private static boolean isAmex(int prefix) {
        return prefix / 100 == 34 || prefix / 100 == 37;
    }

    /** Diners Club International: 14 to 19 digits. */
    private static boolean isDiners(int prefix) {
        return between(prefix, 3000, 3059)
                || between(prefix, 3090, 3099)
                || prefix / 100 == 36
                || between(prefix, 3800, 3999);
    }

    private static boolean isOldJcb(int prefix) {
        return prefix == 1800 || prefix == 2131;
    }

    /** Mastercard (both series), RuPay and Troy. */
    private static boolean isSixteenOnly(int prefix) {
        return between(prefix, 5100, 5599)
                || between(prefix, 2221, 2720)
                || between(prefix, 8172, 8299)
                || prefix == 9792;
    }

    /** Discover, JCB, Diners, UnionPay and Mir: 16 to 19 digits. */
    private static boolean isLong(int prefix) {
        return prefix == 6011
                || between(prefix, 6440, 6599)
                || between(prefix, 3528, 3589)
                || isDiners(prefix)
                || prefix / 100 == 62
                || between(prefix, 8100, 8171)
                || between(prefix, 2200, 2204);
    }

    /** The prefixes under which Maestro numbers of unusual lengths exist: 12 to 19 digits. */
    private static boolean isMaestroPrefix(int prefix) {
        return switch (prefix) {
            case 5018,
                    5020,
                    5038,
                    5612,
                    5893,
                    6304,
                    6390,
                    6706,
                    6709,
                    6759,
                    6761,
                    6762,
                    6763,
                    6767,
                    6771,
                    6799 ->
                    true;
            default -> false;
        };
    }

    /** All that Maestro may use: at its usual lengths only, or a tenth of it would be mistaken. */
    private static boolean isMaestroRange(int prefix) {
        return prefix / 100 == 50 || between(prefix, 5600, 5899) || prefix / 1000 == 6;
    }

    private static boolean between(int prefix, int first, int last) {
        return prefix >= first && prefix <= last;
    }

    private static boolean passesLuhn(byte[] digits, int from, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits[from + length - 1 - i];
            if (i % 2 == 1) {
                digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
            }
            sum += digit;
        }
        return sum % 10 == 0;
    }
}
