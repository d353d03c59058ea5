package io.eventfork.conservation;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outcome of a run: what was asked, what was found, and whether that is good. Immutable.
 *
 * @param asked what the run was asked for
 * @param claims what has to be
 * @param holdings what is
 * @param scheduled faults of the schedule
 * @param injected faults that took effect, by kind
 * @param hits calls, messages or processes that they met, by kind
 * @param flaws everything that is wrong
 * @param drain time until the queues were empty
 * @param requests to the intake, and how many brought no 2xx
 * @param remarks lines to print below the table
 */
record Report(
        Options asked,
        Claims claims,
        Holdings holdings,
        List<Fault> scheduled,
        Map<FaultKind, Integer> injected,
        Map<FaultKind, Integer> hits,
        List<Flaw> flaws,
        Duration drain,
        List<Integer> requests,
        List<String> remarks) {

    private static final int MOST_SHOWN = 10;

    Report {
        scheduled = List.copyOf(scheduled);
        injected = Map.copyOf(injected);
        hits = Map.copyOf(hits);
        requests = List.copyOf(requests);
        remarks = List.copyOf(remarks);
        List<Flaw> all = new ArrayList<>(flaws);
        all.addAll(Comparison.flaws(claims, holdings));
        all.addAll(missingFaults(scheduled, injected));
        if (claims.obligations().size() < asked.orders()) {
            all.add(
                    new Flaw(
                            Flaw.Kind.UNFIT,
                            "obligations",
                            claims.obligations().size() + " of " + asked.orders()));
        }
        long publishedAgain =
                claims.published().values().stream().mapToLong(times -> times - 1).sum();
        if (!asked.mayRepeatLines() && holdings.repeatedLines() > publishedAgain) {
            all.add(
                    new Flaw(
                            Flaw.Kind.DOUBLED,
                            Comparison.BACKUP,
                            "%d repeated lines, %d events published again"
                                    .formatted(holdings.repeatedLines(), publishedAgain)));
        }
        flaws = List.copyOf(all);
    }

    /** Of the command: 0 if everything was conserved, else 1. */
    int exitCode() {
        return flaws.isEmpty() ? 0 : 1;
    }

    /** Prints the table. */
    void print(PrintStream out) {
        out.printf(
                "%nConservation, seed %d, %d s of faults: %,d obligations, %,d issued, %,d requests,"
                        + " %,d of them without 2xx%n%n",
                asked.seed(),
                asked.faults().toSeconds(),
                claims.obligations().size(),
                claims.issued().size(),
                requests.get(0),
                requests.get(1));
        out.printf(
                "%-42s %9s %9s %6s %9s %8s %8s%n",
                "sink", "required", "found", "lost", "invented", "altered", "doubled");
        int required = claims.required().size();
        long searched =
                claims.required().keySet().stream()
                        .filter(order -> claims.issued().containsKey(order))
                        .filter(order -> claims.issued().get(order).isSearched())
                        .count();
        sink(out, Comparison.TABLE, required, holdings.rows().size());
        sink(out, Comparison.BACKUP, required, holdings.backup().size());
        sink(out, Comparison.INDEX, searched, holdings.documents().size());
        sink(
                out,
                Comparison.REPLAY,
                claims.published().values().stream().mapToInt(Integer::intValue).sum(),
                holdings.kept().size());
        out.printf("%n%-42s %9s %9s %9s%n", "fault", "scheduled", "injected", "met");
        scheduledKinds(scheduled)
                .forEach(
                        (kind, count) ->
                                out.printf(
                                        "%-42s %9d %9d %9d%n",
                                        kind.title(),
                                        count,
                                        injected.getOrDefault(kind, 0),
                                        hits.getOrDefault(kind, 0)));
        out.printf(
                "%npoison %d, put aside %d, unexplained %d; messages moved by replays %d; repeated S3"
                        + " lines %d; time to drain %.1f s%n",
                claims.poison().size(),
                holdings.letters().size(),
                count(Flaw.Kind.UNEXPLAINED, null),
                claims.copied().values().stream().mapToInt(Set::size).sum(),
                holdings.repeatedLines(),
                drain.toMillis() / 1e3);
        remarks.forEach(out::println);
        flaws.stream().limit(MOST_SHOWN).forEach(out::println);
        if (flaws.size() > MOST_SHOWN) {
            out.println("and " + (flaws.size() - MOST_SHOWN) + " more");
        }
        out.println(flaws.isEmpty() ? "CONSERVED" : "NOT CONSERVED: " + flaws.size() + " flaws");
    }

    private void sink(PrintStream out, String sink, long required, int found) {
        out.printf(
                "%-42s %9d %9d %6d %9d %8d %8d%n",
                sink,
                required,
                found,
                count(Flaw.Kind.LOST, sink),
                count(Flaw.Kind.INVENTED, sink),
                count(Flaw.Kind.ALTERED, sink),
                count(Flaw.Kind.DOUBLED, sink));
    }

    private long count(Flaw.Kind kind, String where) {
        return flaws.stream()
                .filter(
                        flaw ->
                                flaw.kind() == kind
                                        && (where == null || flaw.where().equals(where)))
                .count();
    }

    private static List<Flaw> missingFaults(
            List<Fault> scheduled, Map<FaultKind, Integer> injected) {
        List<Flaw> missing = new ArrayList<>();
        scheduledKinds(scheduled)
                .forEach(
                        (kind, count) -> {
                            int done = injected.getOrDefault(kind, 0);
                            if (done < count) {
                                missing.add(
                                        new Flaw(
                                                Flaw.Kind.UNFIT,
                                                "faults",
                                                "%s: %d of %d"
                                                        .formatted(kind.title(), done, count)));
                            }
                        });
        return missing;
    }

    private static Map<FaultKind, Integer> scheduledKinds(List<Fault> faults) {
        Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        return counts;
    }
}
