package io.eventfork.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells by the name of a member whether it holds card data, however the name is written: {@code
 * card-number}, {@code cardNumber}, {@code CARD_NUMBER} and {@code creditCardNo} are the same.
 */
final class CardKeys {

    /** What a member's name says about its value. */
    enum Kind {
        /** Card data. */
        CARD,
        /** Card data if it belongs to a card, such as an expiry date. */
        CARD_IF_BESIDE_A_CARD,
        /** Anything else. */
        OTHER
    }

    private static final Set<String> SECURITY_CODES =
            Set.of("cvv", "cvc", "cvn", "cvd", "csc", "cav", "cvvs", "cvcs");

    private static final Set<String> PAN_WORDS =
            Set.of(
                    "pan",
                    "pans",
                    "number",
                    "no",
                    "num",
                    "value",
                    "full",
                    "raw",
                    "clear",
                    "masked",
                    "encrypted",
                    "payment",
                    "credit",
                    "debit",
                    "funding",
                    "account",
                    "customer");

    private static final Set<String> CC_WORDS =
            Set.of(
                    "number",
                    "num",
                    "no",
                    "nr",
                    "exp",
                    "expiry",
                    "expiration",
                    "month",
                    "year",
                    "type",
                    "name",
                    "holder",
                    "owner",
                    "code",
                    "info",
                    "details",
                    "data");

    private static final Set<String> CARD_WORDS =
            Set.of(
                    "number",
                    "numbers",
                    "num",
                    "no",
                    "nr",
                    "exp",
                    "expiry",
                    "expiration",
                    "expires",
                    "holder",
                    "owner",
                    "code",
                    "security",
                    "verification",
                    "info",
                    "information",
                    "details",
                    "data",
                    "pin");

    private static final Set<String> CARD_KINDS =
            Set.of("credit", "debit", "payment", "bank", "charge", "cc");

    /** For names that are written without any boundary between their words. */
    private static final List<String> RUN_TOGETHER =
            List.of(
                    "cardnumber",
                    "cardnum",
                    "cardpan",
                    "cardexp",
                    "cardcvv",
                    "cardcvc",
                    "cardholder",
                    "cardowner",
                    "cardinfo",
                    "carddetails",
                    "carddata",
                    "cardsecurity",
                    "cardverification",
                    "creditcard",
                    "debitcard",
                    "paymentcard",
                    "bankcard",
                    "ccnumber",
                    "primaryaccountnumber",
                    "securitycode",
                    "nameoncard",
                    "expmonth",
                    "expyear",
                    "expirymonth",
                    "expiryyear",
                    "expirationmonth",
                    "expirationyear",
                    "cvvcode",
                    "cvccode");

    private static final Set<String> CONTEXTUAL =
            Set.of(
                    "exp",
                    "expiry",
                    "expires",
                    "expire",
                    "expiration",
                    "expdate",
                    "expirydate",
                    "expiresat",
                    "expireson",
                    "expirationdate",
                    "dateofexpiry",
                    "validthru",
                    "validto",
                    "validuntil",
                    "goodthru",
                    "issuenumber",
                    "holder",
                    "holdername",
                    "verificationcode",
                    "verificationvalue",
                    "pin");

    private static final Set<String> PAYMENT_WORDS =
            Set.of("payment", "payments", "billing", "instrument", "wallet");

    private static final Set<String> PHONE_WORDS =
            Set.of("phone", "mobile", "tel", "telephone", "cell", "fax", "msisdn", "cellphone");

    private CardKeys() {}

    static Kind kindOf(String key) {
        List<String> words = words(key);
        String compact = String.join("", words);
        if (isCard(words) || isRunTogether(compact)) {
            return Kind.CARD;
        }
        return CONTEXTUAL.contains(compact) ? Kind.CARD_IF_BESIDE_A_CARD : Kind.OTHER;
    }

    /** Whether an object of this name describes a payment, so that an expiry in it is a card's. */
    static boolean isPayment(String key) {
        return words(key).stream().anyMatch(PAYMENT_WORDS::contains);
    }

    /** Whether a value of this name is a telephone number. */
    static boolean isPhone(String key) {
        return words(key).stream().anyMatch(PHONE_WORDS::contains);
    }

    private static boolean isCard(List<String> words) {
        if (words.isEmpty()) {
            return false;
        }
        if (words.get(0).equals("card")
                || words.stream().anyMatch(SECURITY_CODES::contains)
                || (words.contains("pan") && PAN_WORDS.containsAll(words))
                || (words.contains("pans") && PAN_WORDS.containsAll(words))) {
            return true;
        }
        for (int i = 0; i + 1 < words.size(); i++) {
            String word = words.get(i);
            String next = words.get(i + 1);
            if ((word.equals("card") && CARD_WORDS.contains(next))
                    || (next.equals("card") && CARD_KINDS.contains(word))
                    || (word.equals("cc") && CC_WORDS.contains(next))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRunTogether(String compact) {
        return RUN_TOGETHER.stream().anyMatch(compact::contains) && !compact.contains("discard");
    }

    /** The lower-case words of a name; a digit at the end of a word ({@code cvv2}) is dropped. */
    private static List<String> words(String key) {
        List<String> words = new ArrayList<>(4);
        int start = -1;
        for (int i = 0; i <= key.length(); i++) {
            boolean letter = i < key.length() && Character.isLetter(key.charAt(i));
            boolean hump =
                    letter
                            && start >= 0
                            && Character.isUpperCase(key.charAt(i))
                            && (Character.isLowerCase(key.charAt(i - 1))
                                    || (i + 1 < key.length()
                                            && Character.isLowerCase(key.charAt(i + 1))));
            if (start >= 0 && (!letter || hump)) {
                words.add(key.substring(start, i).toLowerCase(Locale.ROOT));
                start = -1;
            }
            if (letter && start < 0) {
                start = i;
            }
        }
        return words;
    }
}
