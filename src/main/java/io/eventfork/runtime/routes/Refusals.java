package io.eventfork.runtime.routes;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The changes that one update refuses, by path of the changed file. Not thread-safe. */
final class Refusals {

    private final NavigableMap<String, String> wanted;
    private final NavigableMap<String, LoadedFile> running;
    private final Declarations declarations;
    private final NavigableMap<String, Refusal> refused = new TreeMap<>();
    private boolean mayPass;

    Refusals(
            NavigableMap<String, String> wanted,
            NavigableMap<String, LoadedFile> running,
            Declarations declarations) {
        this.wanted = wanted;
        this.running = running;
        this.declarations = declarations;
    }

    /**
     * Why a change was refused; the place is in the changed file, or is the declaration that it
     * waits for.
     */
    record Refusal(Fault.Place place, String reason) {}

    NavigableMap<String, Refusal> all() {
        return refused;
    }

    /** Whether the same files may be accepted later. */
    boolean mayPass() {
        return mayPass;
    }

    /**
     * Asks the gate; if it refuses, the changes of the folder in question leave the set of changes.
     */
    boolean gateRefuses(NavigableMap<String, String> candidate, Set<String> changes) {
        try {
            declarations.declare(candidate);
            return false;
        } catch (ResourcesRefusedException e) {
            mayPass |= e.mayPass();
            Fault.Place place = new Fault.Place(e.file(), e.line());
            String folder = RouteTree.folder(e.file());
            Set<String> guilty = new LinkedHashSet<>(changes);
            guilty.removeIf(path -> !RouteTree.folder(path).equals(folder));
            if (guilty.isEmpty()) {
                guilty.addAll(changes);
            }
            for (String path : guilty) {
                refused.put(
                        path,
                        path.equals(e.file())
                                ? new Refusal(place, Reasons.oneLine(e.getMessage()))
                                : new Refusal(
                                        new Fault.Place(path, 0),
                                        "it waits for "
                                                + place
                                                + ", which was refused: "
                                                + Reasons.oneLine(e.getMessage())));
            }
            changes.removeAll(guilty);
            return true;
        }
    }

    void refuse(List<Fault> faults, Set<String> changes) {
        Set<String> guilty = new HashSet<>();
        for (Fault fault : faults) {
            fault.placeIn(changes)
                    .ifPresent(
                            place -> {
                                guilty.add(place.file());
                                refused.putIfAbsent(
                                        place.file(), new Refusal(place, fault.reason()));
                            });
        }
        if (guilty.isEmpty()) {
            Fault fault = faults.get(0);
            for (String path : changes) {
                refused.put(
                        path,
                        new Refusal(
                                new Fault.Place(path, 0),
                                "with this change "
                                        + fault.places().get(0)
                                        + " would not run: "
                                        + fault.reason()));
            }
            guilty.addAll(changes);
        }
        changes.removeAll(guilty);
    }

    void holdBack(Set<String> changes) {
        for (String path : List.copyOf(changes)) {
            LoadedFile file = running.get(path);
            if (file != null) {
                holdBack(path, idsTakenOut(file, path), changes);
            }
        }
    }

    private void holdBack(String path, Set<String> ids, Set<String> changes) {
        for (String other : List.copyOf(refused.keySet())) {
            String text = wanted.get(other);
            for (String id : ids) {
                if (text != null && text.contains(id)) {
                    refused.put(
                            path,
                            new Refusal(
                                    new Fault.Place(path, 0),
                                    "it takes out the route '"
                                            + id
                                            + "' and waits for "
                                            + other
                                            + ", which names it and was refused"));
                    changes.remove(path);
                    return;
                }
            }
        }
    }

    private Set<String> idsTakenOut(LoadedFile file, String path) {
        Set<String> ids = new HashSet<>(file.routes().keySet());
        if (wanted.containsKey(path)) {
            try {
                Outline.of(path, wanted.get(path))
                        .entries()
                        .forEach(entry -> ids.remove(entry.id()));
            } catch (FaultException e) {
                // It will be refused by itself.
                return Set.of();
            }
        }
        return ids;
    }

    /** Declares what stays, if more than that was declared for changes that were then refused. */
    void redeclare(NavigableMap<String, String> accepted) {
        try {
            declarations.declare(accepted);
        } catch (ResourcesRefusedException e) {
            mayPass |= e.mayPass();
            refused.putIfAbsent(
                    e.file(),
                    new Refusal(
                            new Fault.Place(e.file(), e.line()), Reasons.oneLine(e.getMessage())));
        }
    }
}
