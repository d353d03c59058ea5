package io.eventfork.bench.harness;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What is measured.
 *
 * @param rows the clients, in the order of the table
 * @param rounds how often each of them is measured, the dropped first round included
 * @param sizes bytes of a body
 * @param delays milliseconds that are added to every answer
 * @param events number of events of a run with 600 bytes and no added delay; other runs take fewer,
 *     so that all last about equally long
 * @param warmUp number of events that a client gets before its first round
 * @param pollers pollers of every client
 * @param heap largest heap of every client, as in -Xmx
 * @param jfr folder for a flight recording of each client; null for none
 */
record Options(
        List<Row> rows,
        int rounds,
        List<Integer> sizes,
        List<Integer> delays,
        int events,
        int warmUp,
        int pollers,
        String heap,
        Path jfr) {

    /** Bytes from which bodies count as large. */
    private static final int LARGE = 2_000;

    static final String USAGE =
            """
            bench/throughput/run [--rows a,b,c,e,d] [--rounds 6] [--sizes 600,10240] [--delays 0,5]
                                 [--events 40000] [--warm-up 120000] [--pollers 4]
                                 [--heap 256m] [--jfr FOLDER]
            """;

    static Options parse(String[] args) {
        Options options =
                new Options(
                        List.of(Row.values()),
                        6,
                        List.of(600, 10_240),
                        List.of(0, 5),
                        40_000,
                        120_000,
                        4,
                        "256m",
                        null);
        for (int i = 0; i + 1 < args.length; i += 2) {
            options = options.with(args[i], args[i + 1]);
        }
        if (args.length % 2 != 0 || options.rounds < 2) {
            throw new IllegalArgumentException(USAGE);
        }
        return options;
    }

    private Options with(String name, String value) {
        return new Options(
                name.equals("--rows") ? Row.parse(value) : rows,
                name.equals("--rounds") ? Integer.parseInt(value) : rounds,
                name.equals("--sizes") ? numbers(value) : sizes,
                name.equals("--delays") ? numbers(value) : delays,
                name.equals("--events") ? Integer.parseInt(value) : events,
                name.equals("--warm-up") ? Integer.parseInt(value) : warmUp,
                name.equals("--pollers") ? Integer.parseInt(value) : pollers,
                name.equals("--heap") ? value : heap,
                name.equals("--jfr") ? Path.of(value).toAbsolutePath() : known(name));
    }

    private Path known(String name) {
        if (!USAGE.contains("[" + name + " ")) {
            throw new IllegalArgumentException(USAGE);
        }
        return jfr;
    }

    private static List<Integer> numbers(String list) {
        return Arrays.stream(list.split(",")).map(Integer::valueOf).toList();
    }

    /** How many events a row gets in one run. */
    int eventsOf(Row row, int size, int delay) {
        return whole(events * row.share() * (size > LARGE ? 0.5 : 1) * (delay > 0 ? 0.5 : 1));
    }

    /** How many events a row gets before its first round. */
    int warmUpOf(Row row, int size) {
        return whole(warmUp * row.share() * (size > LARGE ? 0.5 : 1));
    }

    /** A multiple of what all pollers take at a time. */
    private int whole(double count) {
        int step = 10 * pollers;
        return Math.max(step, (int) count / step * step);
    }
}
