package io.eventfork.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No body of the largest size costs more than a blink. Quadratic work on 240 KiB is some 60 billion
 * steps, which no machine does in the time allowed here.
 */
class CardGuardTimeTest {

    private static final int SIZE = 240 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final CardGuard guard = new CardGuard();

    static List<String> repeated() {
        return List.of(
                "4",
                "0",
                "4 ",
                "4-",
                "4%20",
                "4111 ",
                "41111111111 ",
                "4111111111111111 ",
                "4111111111111111 10/30 ",
                "a1",
                "1Z",
                "deadbeef-",
                "12345678-1234-",
                "cvv ",
                "cvv is ",
                "card exp ",
                "card valid until date ",
                "card-number:",
                "card-number=\"",
                "\"card-number\":\"",
                "\"card\":{",
                "\"card\":[",
                "\\\"card-number\\\":\\\"",
                "\\u0034",
                "\\",
                "\\\\\"",
                "a",
                "cardA",
                "a:",
                ": ",
                "{",
                "[",
                "[{\"a\":",
                "{}",
                "\u0664",
                "\u2011",
                " ",
                "%");
    }

    static Stream<String> bodies() {
        String manyNames =
                Stream.concat(
                                IntStream.range(0, 7_000)
                                        .mapToObj(i -> "\"****-" + (7_000 + i) + "\":1"),
                                CardNumberSamples.visa(6_000).map(n -> "\"" + n + "\":1"))
                        .collect(Collectors.joining(",", "{", "}"));
        String embedded = "{\"a\":1}";
        for (int i = 0; i < 14; i++) {
            embedded = StrictJson.write(new TextNode(embedded));
            embedded = "[" + embedded + "]";
        }
        return Stream.of(manyNames, embedded);
    }

    @ParameterizedTest
    @MethodSource("repeated")
    void textsTakeLinearTime(String part) {
        String text = part.repeat(SIZE / part.length());

        assertQuick(() -> guard.maskText(text));
        assertQuick(() -> guard.mask("{\"a\":\"" + text.replaceAll("[\\\\\"]", "") + "\"}"));
        assertQuick(() -> guard.mask("\"[" + text.replaceAll("[\\\\\"]", "") + "]\""));
        assertQuick(() -> guard.mask("{" + text));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void documentsTakeLinearTime(String body) {
        assertThat(body).hasSizeBetween(1_000, 2 * SIZE);
        assertQuick(() -> guard.mask(body));
    }

    private static void assertQuick(Runnable work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        assertThat(Duration.ofNanos(nanos)).isLessThan(LIMIT);
    }
}
