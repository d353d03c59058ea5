package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Finds ids that are used twice. Camel would replace the first route by the second without a word,
 * and refuse the other kinds late and without a line.
 */
final class Repeats {

    private final Map<String, Fault.Place> first = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private Repeats() {}

    static List<Fault> in(NavigableMap<String, Outline> outlines) {
        Repeats repeats = new Repeats();
        outlines.forEach(repeats::add);
        return repeats.faults;
    }

    private void add(String path, Outline outline) {
        for (Outline.Entry entry : outline.entries()) {
            if (entry.id() != null) {
                String noun =
                        switch (entry.kind()) {
                            case "route", "templatedRoute" -> "route id";
                            case "routeTemplate" -> "route template id";
                            case "routeConfiguration" -> "route configuration id";
                            default -> entry.kind() + " id";
                        };
                add(noun, entry.id(), new Fault.Place(path, entry.line()));
            }
        }
        for (Outline.Entry beans : outline.ofKind("beans")) {
            for (String name : beans.beanNames()) {
                add("bean name", name, new Fault.Place(path, beans.line()));
            }
        }
    }

    private void add(String noun, String id, Fault.Place place) {
        Fault.Place earlier = first.putIfAbsent(noun + " " + id, place);
        if (earlier != null) {
            faults.add(
                    new Fault(
                            List.of(place, earlier),
                            "the "
                                    + noun
                                    + " '"
                                    + id
                                    + "' is used twice: at "
                                    + earlier
                                    + " and "
                                    + place));
        }
    }
}
