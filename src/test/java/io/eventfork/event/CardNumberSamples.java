package io.eventfork.event;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Card numbers for tests: the ones that issuers publish for it, and made-up ones. */
public final class CardNumberSamples {

    /** Published test numbers: Visa, Mastercard (both series), Amex, Discover, Diners, JCB, … */
    public static final List<String> PUBLISHED =
            List.of(
                    "4111111111111111",
                    "4012888888881881",
                    "4222222222222",
                    "5555555555554444",
                    "5105105105105100",
                    "2223003122003222",
                    "378282246310005",
                    "371449635398431",
                    "6011111111111117",
                    "6011000990139424",
                    "30569309025904",
                    "38520000023237",
                    "3530111333300000",
                    "6205500000000000004",
                    "6759649826438453");

    private CardNumberSamples() {}

    /** Different Visa numbers of 16 digits. */
    static Stream<String> visa(int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> withCheckDigit("4%014d".formatted(i * 7919)));
    }

    private static String withCheckDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return digits + (10 - sum % 10) % 10;
    }
}
