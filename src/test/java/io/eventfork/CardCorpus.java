package io.eventfork;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Events with card data wherever people put it, and numbers that only look like it, made from a
 * seed.
 */
final class CardCorpus {

    private static final String[] ISSUERS = {"4", "51", "2221", "34", "37", "6011", "3528", "36"};
    private static final int[] LENGTHS = {16, 16, 16, 15, 15, 16, 16, 14};
    private static final long FIRST_MILLIS = 1_600_000_000_000L;

    private final Random random;
    private final Set<String> cards = new TreeSet<>();
    private final Set<String> codes = new TreeSet<>();
    private final List<String> innocent = new ArrayList<>();

    CardCorpus(long seed) {
        random = new Random(seed);
    }

    /** Digits of every card number that was put into an event. */
    Set<String> cards() {
        return cards;
    }

    /** Every security code, with marks around it: three digits alone are everywhere. */
    Set<String> codes() {
        return codes;
    }

    /** Every value that has to survive, as it was written. */
    List<String> innocent() {
        return innocent;
    }

    /** An event with card data in one of the usual places. */
    String withCardData(int number) {
        String card = card();
        return switch (number % 8) {
            case 0 -> event(number, "\"payment\":{\"card-number\":\"%s\"}".formatted(card));
            case 1 ->
                    event(
                            number,
                            "\"a\":{\"b\":[{\"c\":{\"pan\":\"%s\",\"cvv\":\"%s\"}}]}"
                                    .formatted(card, code()));
            case 2 -> event(number, "\"note\":\"paid with %s at noon\"".formatted(card));
            case 3 -> event(number, "\"note\":\"card %s.\"".formatted(spaced(card, " ")));
            case 4 -> event(number, "\"note\":\"card %s!\"".formatted(spaced(card, "-")));
            case 5 -> event(number, "\"payment\":{\"cardCvc\":\"%s\"}".formatted(code()));
            case 6 -> "{\"id\":%d,\"note\":\"broken, %s".formatted(number, spaced(card, " "));
            default -> "no JSON: card-number=%s".formatted(card);
        };
    }

    /** An event with numbers that are no card data. */
    String withoutCardData(int number, int numbers) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < numbers; i++) {
            values.add(
                    switch (i % 3) {
                        case 0 -> "\"%d\"".formatted(FIRST_MILLIS + random.nextInt(1_000_000_000));
                        case 1 -> "\"ORD-%08d\"".formatted(random.nextInt(100_000_000));
                        default -> "\"1Z%s\"".formatted(digits(16));
                    });
        }
        innocent.addAll(values);
        return event(number, "\"numbers\":[%s]".formatted(String.join(",", values)));
    }

    private static String event(int number, String members) {
        return "{\"id\":%d,%s}".formatted(number, members);
    }

    private String card() {
        int issuer = random.nextInt(ISSUERS.length);
        String prefix = ISSUERS[issuer];
        String payload = prefix + digits(LENGTHS[issuer] - prefix.length() - 1);
        String card = payload + checkDigit(payload);
        cards.add(card);
        return card;
    }

    private String code() {
        String code = "c" + digits(3) + "v";
        codes.add(code);
        return code;
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private static String spaced(String card, String separator) {
        return card.replaceAll("(.{4})(?=.)", "$1" + separator);
    }

    /** ISO/IEC 7812-1, annex B. */
    private static int checkDigit(String payload) {
        int sum = 0;
        for (int i = 0; i < payload.length(); i++) {
            int digit = payload.charAt(payload.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (10 - sum % 10) % 10;
    }
}
