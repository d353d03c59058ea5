package io.eventfork.runtime.routes;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.TreeMap;

/** Says of routes that cannot be loaded at the start in which file and line the fault is. */
final class StartFailures {

    private final RouteSource source;
    private final RouteUpdate update;
    private final Clock clock;

    StartFailures(RouteSource source, RouteUpdate update, Clock clock) {
        this.source = source;
        this.update = update;
        this.clock = clock;
    }

    RouteFileException noFolder(IOException cause) {
        return of(Fault.at("", 0, "there is no routes folder " + cause.getMessage()), cause);
    }

    RouteFileException of(Fault fault, Exception cause) {
        return new RouteFileException(List.of(problem(fault)), cause);
    }

    /**
     * Judges the files, as the failure itself does not say where it comes from; if they are sound,
     * the failure's own words stand.
     */
    RouteFileException of(SwapFailedException failure) {
        try {
            List<Fault> faults = update.judge(new TreeMap<>(source.read().files()));
            if (!faults.isEmpty()) {
                return new RouteFileException(
                        faults.stream().map(fault -> problem(fault)).toList(), failure);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return of(Fault.at("", 0, Reasons.of(failure)), failure);
    }

    private RouteProblem problem(Fault fault) {
        Fault.Place place = fault.places().get(0);
        return new RouteProblem(
                place.file(), place.line(), place.column(), fault.reason(), clock.instant(), false);
    }
}
