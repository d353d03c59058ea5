package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QuotesTest {

    private static final String BODY = "{\"name\":\"Jane\",\"street\":\"Long Street 12\"}";

    @Test
    void sixteenCharactersOfABodyAreAQuoteWhereverTheyAre() {
        for (int at = 0; at <= BODY.length() - 16; at++) {
            assertThat(Quotes.isIn("got " + BODY.substring(at, at + 16) + " done", BODY))
                    .as("from %d", at)
                    .isTrue();
            assertThat(Quotes.isIn("got " + BODY.substring(at, at + 15) + "\u0000", BODY))
                    .as("from %d", at)
                    .isFalse();
        }
        assertThat(Quotes.isIn(BODY, BODY)).isTrue();
    }

    @Test
    void aWholeShortBodyIsAQuoteUnlessItIsAWordOfThreeLetters() {
        assertThat(Quotes.isIn("working on 4711", "4711")).isTrue();
        assertThat(Quotes.isIn("working on it", "on ")).isFalse();
        assertThat(Quotes.isIn("working", BODY)).isFalse();
    }

    @Test
    void itIsFoundInALargeBodyOfWhichNothingElseIsQuoted() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < 500_000; n++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        String body = text.toString();

        assertThat(Quotes.isIn("x".repeat(900) + body.substring(499_984), body)).isTrue();
        assertThat(Quotes.isIn("the quick brown fox jumps over the lazy dog", body)).isFalse();
    }
}
