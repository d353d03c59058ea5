package io.eventfork.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a shop's events are full of and what is no card data passes unchanged. */
class CardGuardFalseAlarmsTest {

    private final CardGuard guard = new CardGuard();
    private final Random random = new Random(20_261_121);

    @Test
    void keepsHundredThousandTimesInMilliseconds() {
        assertUnchanged(
                100_000,
                () -> Long.toString(1_500_000_000_000L + random.nextLong(400_000_000_000L)));
    }

    @Test
    void keepsTimesInSecondsMicrosecondsAndNanoseconds() {
        assertUnchanged(10_000, () -> Long.toString(1_500_000_000L + random.nextInt(400_000_000)));
        assertUnchanged(10_000, () -> "1" + digits(15));
        assertUnchanged(10_000, () -> "1" + digits(18));
    }

    @Test
    void keepsOrderIds() {
        assertUnchanged(20_000, () -> digits(1 + random.nextInt(11)));
        assertTextsUnchanged(
                20_000, () -> "ORD-20%02d-%s".formatted(random.nextInt(30), digits(6)));
        assertTextsUnchanged(
                20_000, () -> new UUID(random.nextLong(), random.nextLong()).toString());
        assertTextsUnchanged(
                20_000, () -> "%016x%016x".formatted(random.nextLong() | 0xa, random.nextLong()));
    }

    @Test
    void keepsTrackingNumbers() {
        assertTextsUnchanged(20_000, () -> "1Z999AA1" + digits(10));
        assertTextsUnchanged(20_000, () -> "94" + digits(20));
        assertTextsUnchanged(20_000, () -> "7" + digits(11));
        assertTextsUnchanged(20_000, () -> "JD0" + digits(8));
        assertTextsUnchanged(20_000, () -> "RR" + digits(9) + "DE");
    }

    @Test
    void keepsTelephoneNumbers() {
        assertTextsUnchanged(20_000, () -> "+49" + digits(11));
        assertTextsUnchanged(20_000, () -> "(%s) %s-%s".formatted(digits(3), digits(3), digits(4)));
    }

    @Test
    void keepsAmountsAndDates() {
        assertUnchanged(20_000, () -> (1 + random.nextInt(999_999_999)) + "." + digits(5));
        assertTextsUnchanged(
                20_000,
                () ->
                        "20%02d-%02d-%02dT%02d:%02d:%02d.%s-08:00"
                                .formatted(
                                        random.nextInt(40),
                                        1 + random.nextInt(12),
                                        1 + random.nextInt(28),
                                        random.nextInt(24),
                                        random.nextInt(60),
                                        random.nextInt(60),
                                        digits(9)));
    }

    private void assertUnchanged(int count, Supplier<String> numbers) {
        String json =
                Stream.generate(numbers)
                        .limit(count)
                        .map(n -> n.replaceFirst("^0+(?=[0-9])", ""))
                        .collect(Collectors.joining(",", "[", "]"));
        assertThat(guard.mask(json)).isSameAs(json);
        assertTextsUnchanged(count, numbers);
    }

    private void assertTextsUnchanged(int count, Supplier<String> texts) {
        String json =
                Stream.generate(texts)
                        .limit(count)
                        .map(text -> "{\"number\":\"Your number is " + text + ", thank you.\"}")
                        .collect(Collectors.joining(",", "[", "]"));
        assertThat(guard.mask(json)).isSameAs(json);
    }

    private String digits(int count) {
        return random.ints(count, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
    }
}
