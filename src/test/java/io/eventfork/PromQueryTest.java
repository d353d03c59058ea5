package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of dashboards and alerts finds what it is for. */
class PromQueryTest {

    private static final Exposition EXPORTED =
            Exposition.parse(
                    """
                    # TYPE eventfork_in_total counter
                    eventfork_in_total{queue="a}b",route="orders"} 3.0
                    eventfork_in_total{queue="q",route="backup"} 1.0E9
                    # TYPE eventfork_lag_seconds histogram
                    eventfork_lag_seconds_bucket{route="orders",le="0.1"} 2
                    eventfork_lag_seconds_count{route="orders"} 2
                    # TYPE eventfork_lag_seconds_max gauge
                    eventfork_lag_seconds_max{route="orders"} 2
                    # TYPE eventfork_files gauge
                    eventfork_files 0
                    # TYPE other_total counter
                    other_total 1
                    """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "sum by (route) (rate(eventfork_in_total{route=~\"$route\"}[5m])) > 0",
                "sum by (queue) (eventfork_in_total{route=\"backup\"}) / sum by (queue) (eventfork_in_total)",
                "histogram_quantile(0.9, sum by (le, route) (rate(eventfork_lag_seconds_bucket[1m])))",
                "max(eventfork_files) > 0",
                "label_values(eventfork_in_total, route)",
                "max by (instance) (up{job=\"eventfork\"}) == 0 or absent(up{job=\"eventfork\"})",
            })
    void whatIsExportedHasNoFault(String query) {
        assertThat(new PromQuery(query).faults(EXPORTED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "rate(eventfork_inn_total[5m])|Nothing is exported as eventfork_inn_total.",
                "eventfork_in|Nothing is exported as eventfork_in.",
                "sum by (rout) (eventfork_in_total)|eventfork_in_total has no label rout to group by.",
                "eventfork_in_total{route=\"nobody\"}|No series of eventfork_in_total matches route=\"nobody\".",
                "eventfork_in_total{status=~\".*\"}|No series of eventfork_in_total matches status=~\".*\".",
                "sum by (le) (eventfork_lag_seconds_count)|eventfork_lag_seconds_count has no label le to group by.",
                "sum(rate(eventfork_in_total[5m])|Brackets do not match in sum(rate(eventfork_in_total[5m])",
            })
    void whatIsNotExportedIsAFault(String query, String fault) {
        assertThat(new PromQuery(query).faults(EXPORTED)).containsExactly(fault);
    }

    @Test
    void aResultHasTheLabelsItIsGroupedBy() {
        assertThat(new PromQuery("sum by (le, route) (x) / sum by (step) (y)").resultLabels())
                .containsExactlyInAnyOrder("route", "step");
    }

    @Test
    void familiesAreOurMetricsWithTheirLabels() {
        assertThat(EXPORTED.families().toString())
                .isEqualTo(
                        "{eventfork_files=[], eventfork_in_total=[queue, route],"
                                + " eventfork_lag_seconds=[route]}");
    }
}
