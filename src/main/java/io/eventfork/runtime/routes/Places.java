package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.UnaryOperator;

/** Finds where in the route files something is written. Immutable. */
final class Places {

    private final NavigableMap<String, Outline> outlines;
    private final Map<String, String> pathByLocation = new HashMap<>();

    /**
     * @param outlines outlines of the route files by path
     * @param location the location of a file for Camel, given its path
     */
    Places(NavigableMap<String, Outline> outlines, UnaryOperator<String> location) {
        this.outlines = outlines;
        outlines.keySet().forEach(path -> pathByLocation.put(location.apply(path), path));
    }

    /** The line of a route's entry in its file; 0 if it has none there. */
    static int lineOf(LoadedFile file, String routeId) {
        return file.outline().entries().stream()
                .filter(entry -> entry.isRoute() && routeId != null)
                .filter(entry -> routeId.equals(entry.id()))
                .mapToInt(Outline.Entry::line)
                .findFirst()
                .orElse(0);
    }

    /**
     * The places of a step, if it is in one of the files, and of the route that it belongs to.
     *
     * @param location the file of the step, as Camel has it
     * @param line the line of the step, as Camel has it
     */
    List<Fault.Place> of(String location, int line, LoadedFile file, String routeId) {
        List<Fault.Place> places = new ArrayList<>();
        String path = pathByLocation.get(location);
        if (path != null && line > 0) {
            places.add(new Fault.Place(path, outlines.get(path).stepLine().applyAsInt(line)));
        }
        places.add(new Fault.Place(file.path(), lineOf(file, routeId)));
        return places;
    }

    /** A fault of a step; tells it from its route if they are in two files, as with a template. */
    static Fault fault(List<Fault.Place> places, String reason) {
        Fault.Place step = places.get(0);
        Fault.Place route = places.get(places.size() - 1);
        return new Fault(
                places,
                step.file().equals(route.file())
                        ? reason
                        : reason + " (the step at " + step + ", for the route at " + route + ")");
    }
}
