package io.eventfork.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key rules of Amazon Data Firehose, but for a last part that follows from the content. */
class ObjectKeysTest {

    private static final Instant OLDEST = Instant.parse("2018-08-27T09:05:07Z");
    private static final byte[] HASH = new byte[32];
    private static final String NAME =
            "orders-2018-08-27-09-05-07-00000000000000000000000000000000.gz";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "-                                  | 2018/08/27/09/",
                "backup/                            | backup/2018/08/27/09/",
                "backup                             | backup2018/08/27/09/",
                "a/!{timestamp:yyyy/MM/dd}/         | a/2018/08/27/",
                "!{timestamp:'year='yyyy'/}'}x/     | year=2018/}x/",
                "y=!{timestamp:yyyy}/m=!{timestamp:MM}/ | y=2018/m=08/",
                "!{timestamp:yyyy/DDD/EEE}/         | 2018/239/Mon/",
                "!{firehose:random-string}/         | 00000000000/2018/08/27/09/",
                "!{firehose:random-string}!{timestamp:HH}/ | 0000000000009/",
                "not!an{expression}/                | not!an{expression}/2018/08/27/09/",
            })
    void evaluatesThePrefixOfEvents(String prefix, String expected) {
        String text = prefix == null ? "" : prefix;
        String error = text.contains("!{") ? "e/!{firehose:error-output-type}/" : "";

        assertThat(new ObjectKeys(text, error, ".gz").key(false, "orders", OLDEST, HASH))
                .isEqualTo(expected + NAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "-        | -        | processing-failed/2018/08/27/09/",
                "backup/  | -        | backup/processing-failed/2018/08/27/09/",
                "backup/  | errors/  | errors/processing-failed/2018/08/27/09/",
                "-        | e/!{firehose:error-output-type}/!{timestamp:yyyy}/ | e/processing-failed/2018/",
                "!{timestamp:yyyy}/ | e/!{firehose:error-output-type}/ | e/processing-failed/",
                "!{timestamp:yyyy}/ | errors/ | errors/processing-failed/2018/08/27/09/",
            })
    void evaluatesThePrefixOfFailedRecords(String prefix, String error, String expected) {
        ObjectKeys keys =
                new ObjectKeys(prefix == null ? "" : prefix, error == null ? "" : error, ".gz");

        assertThat(keys.key(true, "orders", OLDEST, HASH)).isEqualTo(expected + NAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "!{timestamp:yyyy}/ | - | ErrorOutputPrefix can't be empty when StreamPrefix contains expressions.",
                "a/ | !{timestamp:yyyy}/ | ErrorOutputPrefix has expressions, so it must contain !{firehose:error-output-type}.",
                "!{firehose:error-output-type}/ | e/ | StreamPrefix has !{firehose:error-output-type}, which only ErrorOutputPrefix may have.",
                "!{timestamp:yyyy | e/ | StreamPrefix has !{ without a closing brace; !{ can only start an expression.",
                "!{timestamp:'yyyy} | e/ | StreamPrefix has !{ without a closing brace; !{ can only start an expression.",
                "!{timestamp:yyyy/bb} | e/ | StreamPrefix has a pattern that java.time.format.DateTimeFormatter does not know: yyyy/bb.",
                "a/ | !{partitionKeyFromQuery:k} | ErrorOutputPrefix has the unknown expression !{partitionKeyFromQuery:k}; write !{timestamp:…}, !{firehose:random-string} or !{firehose:error-output-type}.",
            })
    void refusesWhatBreaksARule(String prefix, String error, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObjectKeys(prefix, error == null ? "" : error, ""))
                .withMessage(reason);
    }

    @Test
    void refusesAPrefixThatIsTooLongWhenEvaluated() {
        assertThat(new ObjectKeys("a".repeat(498), "e/", "").key(false, "p", OLDEST, HASH))
                .startsWith("a".repeat(498) + "2018/08/27/09/p-");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ObjectKeys("a".repeat(500), "e/", ""))
                .withMessage("StreamPrefix has 514 characters when evaluated; at most 512.");
    }

    @Test
    void theRandomStringIsThatOfTheContent() {
        ObjectKeys keys =
                new ObjectKeys("!{firehose:random-string}/", "!{firehose:error-output-type}/", "");
        byte[] other = HASH.clone();
        Arrays.fill(other, 16, 27, (byte) 61);

        assertThat(keys.key(false, "p", OLDEST, HASH))
                .isEqualTo(keys.key(false, "p", OLDEST, HASH));
        assertThat(keys.key(false, "p", OLDEST, other)).startsWith("zzzzzzzzzzz/");
    }
}
