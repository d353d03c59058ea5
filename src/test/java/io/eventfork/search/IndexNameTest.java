package io.eventfork.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexNameTest {

    @ParameterizedTest
    @CsvSource({
        "NoRotation, 2016-02-25T13:59:59Z, myindex",
        "OneHour, 2016-02-25T13:59:59.999Z, myindex-2016-02-25-13",
        "OneHour, 2016-02-25T00:00:00Z, myindex-2016-02-25-00",
        "OneDay, 2016-02-25T23:59:59Z, myindex-2016-02-25",
        "OneMonth, 2016-02-25T13:00:00Z, myindex-2016-02",
        "OneWeek, 2016-02-20T23:59:59Z, myindex-2016-w08",
        "OneWeek, 2016-02-21T00:00:00Z, myindex-2016-w09"
    })
    void bearsTheSuffixOfItsRotation(String rotation, String time, String index) {
        assertThat(name("myindex", rotation).of(Instant.parse(time))).isEqualTo(index);
    }

    /** Each week runs from Sunday to Saturday and bears the year of its Saturday. */
    @ParameterizedTest
    @CsvSource({
        // 2016 starts on a Friday: its first Saturday is the next day.
        "2015-12-26, 2015-w52",
        "2015-12-27, 2016-w01",
        "2016-01-01, 2016-w01",
        "2016-01-02, 2016-w01",
        "2016-01-03, 2016-w02",
        // 2017 starts on a Sunday.
        "2016-12-31, 2016-w53",
        "2017-01-01, 2017-w01",
        "2017-01-07, 2017-w01",
        "2017-01-08, 2017-w02",
        // 2019 starts on a Tuesday.
        "2018-12-29, 2018-w52",
        "2018-12-30, 2019-w01",
        "2018-12-31, 2019-w01",
        "2019-01-05, 2019-w01",
        "2019-01-06, 2019-w02",
        // 2022 starts on a Saturday.
        "2021-12-25, 2021-w52",
        "2021-12-26, 2022-w01",
        "2022-01-01, 2022-w01",
        "2022-01-02, 2022-w02",
        // 2028, a leap year that starts on a Saturday, has 53 Saturdays.
        "2028-12-30, 2028-w53",
        "2028-12-31, 2029-w01"
    })
    void weeksStartOnSundayAndTheFirstOneHasTheFirstSaturday(String day, String suffix) {
        assertThat(name("x", "OneWeek").of(Instant.parse(day + "T12:00:00Z")))
                .isEqualTo("x-" + suffix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkout_events", "a", "orders.2026", "9", "a-b+c"})
    void takesWhatOpenSearchTakes(String name) {
        assertThat(name(name, "NoRotation").base()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Orders;is in lower case",
                "or ders;ASCII",
                "or/ders;ASCII",
                "or\\ders;ASCII",
                "or*ders;ASCII",
                "or?ders;ASCII",
                "or\"ders;ASCII",
                "or<ders;ASCII",
                "or>ders;ASCII",
                "or|ders;ASCII",
                "or`ders;ASCII",
                "or,ders;ASCII",
                "or#ders;ASCII",
                "or:ders;ASCII",
                "bücher;ASCII",
                "_orders;does not start with",
                "-orders;does not start with",
                "+orders;does not start with",
                ".;neither . nor ..",
                "..;neither . nor .."
            })
    void refusesWhatOpenSearchRefuses(String name, String rule) {
        assertThatThrownBy(() -> name(name, "NoRotation"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SearchIndexName")
                .hasMessageContaining(rule);
    }

    @Test
    void hasAtMost80Characters() {
        assertThat(name("x".repeat(80), "OneHour").base()).hasSize(80);
        assertThatThrownBy(() -> name("x".repeat(81), "OneHour"))
                .hasMessageContaining("1 to 80 characters");
        assertThatThrownBy(() -> name("", "OneHour")).hasMessageContaining("1 to 80 characters");
    }

    @Test
    void refusesAnUnknownRotation() {
        assertThatThrownBy(() -> IndexRotation.parse("OneYear"))
                .hasMessage(
                        "SearchIndexRotationPeriod is OneYear; write one of NoRotation, OneHour,"
                                + " OneDay, OneWeek, OneMonth.");
    }

    private static IndexName name(String base, String rotation) {
        return new IndexName(base, IndexRotation.parse(rotation));
    }
}
