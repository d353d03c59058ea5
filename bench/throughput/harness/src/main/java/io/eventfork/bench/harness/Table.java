package io.eventfork.bench.harness;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The figures of all clients for one size and one delay. A ratio is the median of the ratios of
 * single rounds, in which two clients were measured one shortly after the other.
 */
final class Table {

    private static final double LEAST_RATE = 0.95;
    private static final double MOST_CPU = 1.15;
    private static final double MOST_CPU_OF_SPRING = 0.7;
    private static final double MOST_REQUESTS = 210;

    private final Map<Row, List<Run>> runs;
    private final Map<Row, Long> peaks = new EnumMap<>(Row.class);

    Table(Map<Row, List<Run>> runs, Map<Row, Long> peaks) {
        this.runs = runs;
        this.peaks.putAll(peaks);
    }

    void print(PrintStream out) {
        out.println(
                "| client | SDK's HTTP client | events/s | CPU µs/event | peak RSS MB | requests"
                        + " per 1,000 | events/s ÷ (b) | CPU ÷ (b) |");
        out.println("|---|---|---|---|---|---|---|---|");
        runs.forEach(
                (row, figures) ->
                        out.printf(
                                "| %s | %s | %s | %s | %d | %s | %s | %s |%n",
                                row.title(),
                                row.http(),
                                spread(figures, Run::rate).format("%,.0f"),
                                spread(figures, Run::cpu).format("%.0f"),
                                peaks.get(row),
                                spread(figures, Run::requests).format("%.0f"),
                                ratio(row, Row.B, Run::rate),
                                ratio(row, Row.B, Run::cpu)));
        out.println();
        if (runs.containsKey(Row.A)) {
            goals(out);
        }
    }

    private void goals(PrintStream out) {
        Spread requests = spread(runs.get(Row.A), Run::requests);
        verdict(out, "SQS requests per 1,000", requests, requests.median() <= MOST_REQUESTS, "at most 210");
        if (runs.containsKey(Row.B)) {
            Spread rate = ratios(Row.A, Row.B, Run::rate);
            Spread cpu = ratios(Row.A, Row.B, Run::cpu);
            verdict(out, "events/s ÷ (b)", rate, rate.median() >= LEAST_RATE, "at least 0.95");
            verdict(out, "CPU ÷ (b)", cpu, cpu.median() <= MOST_CPU, "at most 1.15");
        }
        if (runs.containsKey(Row.C)) {
            Spread cpu = ratios(Row.A, Row.C, Run::cpu);
            verdict(out, "CPU ÷ (c)", cpu, cpu.median() <= MOST_CPU_OF_SPRING, "at most 0.70");
        }
    }

    private static void verdict(
            PrintStream out, String what, Spread figure, boolean met, String goal) {
        out.printf(
                "%s: %s, the goal is %s: %s.%n",
                what, figure.format("%.2f"), goal, met ? "met" : "MISSED");
    }

    private String ratio(Row row, Row base, ToDoubleFunction<Run> figure) {
        return runs.containsKey(base) ? ratios(row, base, figure).format("%.2f") : "";
    }

    private Spread ratios(Row row, Row base, ToDoubleFunction<Run> figure) {
        List<Run> ours = runs.get(row);
        List<Run> theirs = runs.get(base);
        return Spread.of(
                IntStream.range(0, ours.size())
                        .mapToDouble(
                                round ->
                                        figure.applyAsDouble(ours.get(round))
                                                / figure.applyAsDouble(theirs.get(round))));
    }

    private static Spread spread(List<Run> figures, ToDoubleFunction<Run> figure) {
        return Spread.of(figures.stream().mapToDouble(figure));
    }
}
