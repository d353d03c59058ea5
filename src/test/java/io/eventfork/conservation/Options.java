package io.eventfork.conservation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run is asked for. Immutable.
 *
 * @param faults how long things go wrong
 * @param seed of orders and faults
 * @param orders obligations that there have to be at least
 * @param away how long a sink is away
 * @param kinds of faults
 * @param folder for logs; what it held is deleted
 */
record Options(
        Duration faults, long seed, int orders, Duration away, Set<FaultKind> kinds, Path folder) {

    private static final int ORDERS_PER_MINUTE = 600;
    private static final Duration AWAY = Duration.ofSeconds(45);
    private static final Duration AWAY_SHORT = Duration.ofSeconds(15);

    static final String USAGE =
            "Usage: bench/conservation [--minutes N] [--seed S] [--orders N] [--only KIND,KIND]"
                    + " [--folder PATH]";

    Options {
        kinds = Set.copyOf(kinds);
    }

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it is wrong; the message says how it has to be
     */
    static Options parse(String... arguments) {
        double minutes = 2;
        long seed = 1;
        int orders = -1;
        Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
        Path folder = Path.of("target", "conservation");
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(USAGE);
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--minutes" -> minutes = Double.parseDouble(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--orders" -> orders = Integer.parseInt(value);
                case "--only" -> kinds = kinds(value);
                case "--folder" -> folder = Path.of(value);
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        if (minutes <= 0) {
            throw new IllegalArgumentException(USAGE);
        }
        return new Options(
                Duration.ofSeconds((long) (minutes * 60)),
                seed,
                orders < 0 ? (int) (minutes * ORDERS_PER_MINUTE) : orders,
                minutes < 3 ? AWAY_SHORT : AWAY,
                kinds,
                folder);
    }

    /**
     * Whether a line of the backup may be there twice though its event was published once: after a
     * crash between put and acknowledgement, a lost acknowledgement, or a second delivery.
     */
    boolean mayRepeatLines() {
        return !EnumSet.of(
                        FaultKind.TERMINATE,
                        FaultKind.RESTART,
                        FaultKind.BROKEN_ROUTE,
                        FaultKind.REPLAY,
                        FaultKind.POISON)
                .containsAll(kinds);
    }

    private static Set<FaultKind> kinds(String names) {
        return names.equals("none")
                ? Set.of()
                : Stream.of(names.split(",", -1))
                        .map(
                                name ->
                                        FaultKind.valueOf(
                                                name.toUpperCase(Locale.ROOT).replace('-', '_')))
                        .collect(Collectors.toSet());
    }
}
