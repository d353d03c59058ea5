package io.eventfork.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupLayoutTest {

    private static final byte[] HASH = new byte[32];

    @Test
    void aSpanIsListedByItsDaysAndByHoursAtItsEnds() {
        assertThat(prefixes("", "2026-01-01T22:10:00Z", "2026-01-04T01:30:00Z"))
                .containsExactly(
                        "2026/01/01/22/orders-2026-01-01-22-",
                        "2026/01/01/23/orders-2026-01-01-23-",
                        "2026/01/02/",
                        "2026/01/03/",
                        "2026/01/04/00/orders-2026-01-04-00-",
                        "2026/01/04/01/orders-2026-01-04-01-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a/!{timestamp:yyyy/MM}/ | a/2026/01/orders-2026-01-01-10-",
                "!{timestamp:yyyy/MM/dd/HH/mm}/ | 2026/01/01/10/",
                "a/!{firehose:random-string}/ | a/",
                "!{timestamp:yyyy}/!{firehose:random-string} | 2026/",
            })
    void anHourIsListedAsFarAsItsKeysAreAlike(String prefix, String expected) {
        assertThat(prefixes(prefix, "2026-01-01T10:10:00Z", "2026-01-01T10:50:00Z"))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b/", "b/!{timestamp:yyyy/MM/dd}/", "x-!{timestamp:hh'h'}/"})
    void allTimeIsListedByWhatIsBeforeTheFirstTime(String prefix) {
        String literal = prefix.isEmpty() ? "" : prefix.substring(0, 2);

        assertThat(layout(prefix).prefixes(null, Instant.parse("2026-01-01T00:00:00Z")))
                .containsExactly(literal);
    }

    /** Every key that the pipeline may write is found, and its time read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "backup",
                "a/!{timestamp:yyyy/MM/dd}/",
                "!{timestamp:hh}/",
                "!{timestamp:kk}-!{timestamp:yyyy}",
                "!{timestamp:EEE/mm}/",
                "y=!{timestamp:yyyy}/!{firehose:random-string}/",
                "!{firehose:random-string}"
            })
    void noKeyIsMissed(String prefix) {
        ObjectKeys keys = new ObjectKeys(prefix, "!{firehose:error-output-type}/", ".gz");
        Instant from = Instant.parse("2026-02-27T05:00:00Z");
        Instant to = Instant.parse("2026-03-02T07:00:00Z");
        List<String> prefixes = layout(prefix).prefixes(from, to);

        for (Instant oldest = from; oldest.isBefore(to); oldest = oldest.plusSeconds(1_117)) {
            String key = keys.key(false, "orders", oldest, HASH);

            assertThat(prefixes).filteredOn(key::startsWith).as(key).hasSize(1);
            assertThat(layout(prefix).oldest(key)).contains(oldest);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026/01/01/10/more-orders-2026-01-01-10-00-00-00000000000000000000000000000000.gz",
                "2026/01/01/10/orders-b-2026-01-01-10-00-00-00000000000000000000000000000000.gz",
                "2026/01/01/11/orders-2026-01-01-10-00-00-00000000000000000000000000000000.gz",
                "processing-failed/2026/01/01/10/orders-2026-01-01-10-00-00-00000000000000000000000000000000",
                "2026/01/01/10/orders-2026-01-41-10-00-00-00000000000000000000000000000000.gz",
                "2026/01/01/10/orders.gz"
            })
    void otherObjectsAreNoneOfThePipelines(String key) {
        assertThat(layout("").oldest(key)).isEmpty();
    }

    @Test
    void anEarlierCompressionDoesNotMatter() {
        assertThat(
                        layout("")
                                .oldest(
                                        "2026/01/01/10/orders-2026-01-01-10-00-00-00000000000000000000000000000000"))
                .contains(Instant.parse("2026-01-01T10:00:00Z"));
    }

    @Test
    void aSpanOfYearsIsListedAtOnce() {
        Instant to = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(layout("b/").prefixes(to.minus(Duration.ofDays(3_000)), to))
                .containsExactly("b/");
    }

    private static List<String> prefixes(String prefix, String from, String to) {
        return layout(prefix).prefixes(Instant.parse(from), Instant.parse(to));
    }

    private static BackupLayout layout(String prefix) {
        return new BackupLayout("orders", prefix);
    }
}
