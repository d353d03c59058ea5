package io.eventfork.bench.harness;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The median of some figures, and the least and the largest of them. */
record Spread(double median, double least, double most) {

    static Spread of(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        int half = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    String format(String number) {
        return (number + " (" + number + " to " + number + ")").formatted(median, least, most);
    }

    @Override
    public String toString() {
        return Arrays.toString(new double[] {median, least, most});
    }
}
