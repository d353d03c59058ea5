package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings the running routes from the files accepted so far to the files wanted, as far as these are
 * sound.
 *
 * <p>Files are independent of each other unless one needs another: a change that is at fault is
 * refused by itself, and the rest is judged again without it. Two rules tie changes of one scan
 * together. A fault that a change brings to a file that did not change refuses all changes left.
 * And a change that takes a route out is held back while a refused file names that route: it may be
 * its new home. Not thread-safe.
 */
final class RouteUpdate {

    private final ResourceGate gate;
    private final RouteChecker checker;
    private final RouteSwap swap;
    private NavigableMap<String, String> accepted = new TreeMap<>();
    private NavigableMap<String, String> declared;

    RouteUpdate(ResourceGate gate, RouteChecker checker, RouteSwap swap) {
        this.gate = gate;
        this.checker = checker;
        this.swap = swap;
    }

    /**
     * What came of an update.
     *
     * @param refused why, by path of the changed file; the place is in that file
     * @param lost old text, by path, of files that ran before and do not run any more
     * @param swapped whether any route was touched
     */
    record Outcome(
            NavigableMap<String, Refusal> refused,
            NavigableMap<String, String> lost,
            boolean swapped) {}

    /** Why the change of a file was refused. */
    record Refusal(Fault.Place place, String reason) {}

    /** The texts, by path, that run or are declared. */
    NavigableMap<String, String> accepted() {
        return accepted;
    }

    /** Loads files without the check, for those that are known to be good. */
    void loadUnchecked(NavigableMap<String, String> files)
            throws FaultException, ResourcesRefusedException, SwapFailedException {
        declare(files);
        NavigableMap<String, Outline> outlines = outlines(files);
        List<Fault> repeats = Repeats.in(outlines);
        if (!repeats.isEmpty()) {
            throw new FaultException(repeats.get(0));
        }
        swap.apply(SwapPlan.of(swap.running(), files, outlines), files, outlines);
        accepted = new TreeMap<>(files);
    }

    /** Judges files without touching any route; what runs already is judged too. */
    List<Fault> judge(NavigableMap<String, String> files) {
        return judge(files, true);
    }

    private List<Fault> judge(NavigableMap<String, String> files, boolean always) {
        List<Fault> faults = new ArrayList<>();
        NavigableMap<String, Outline> outlines = new TreeMap<>();
        files.forEach(
                (path, text) -> {
                    if (RouteTree.isRoutes(path)) {
                        try {
                            outlines.put(path, Outline.of(path, text));
                        } catch (FaultException e) {
                            faults.add(e.fault());
                        }
                    }
                });
        if (faults.isEmpty()) {
            faults.addAll(Repeats.in(outlines));
        }
        if (faults.isEmpty()
                && (always || !SwapPlan.of(swap.running(), files, outlines).isEmpty())) {
            faults.addAll(checker.check(files, outlines, beansOfRunning()));
        }
        return faults;
    }

    private Set<String> beansOfRunning() {
        Set<String> names = new HashSet<>();
        swap.running().values().forEach(file -> names.addAll(file.outline().beanNames()));
        return names;
    }

    /** Goes as far towards the wanted files as they are sound. */
    Outcome apply(NavigableMap<String, String> wanted) {
        Refusals refusals = new Refusals(wanted);
        NavigableMap<String, String> lost = new TreeMap<>();
        boolean swapped = false;
        NavigableSet<String> changes = changes(wanted);
        while (!changes.isEmpty()) {
            NavigableMap<String, String> candidate = candidate(wanted, changes);
            if (refusals.gateRefuses(candidate, changes)) {
                continue;
            }
            List<Fault> faults = judge(candidate, false);
            if (faults.isEmpty()) {
                try {
                    swapped |= swapTo(candidate);
                    accepted = candidate;
                    break;
                } catch (SwapFailedException e) {
                    faults = List.of(Fault.at(e.file(), 0, Reasons.of(e)));
                    lost.putAll(e.lost());
                    accepted.keySet().removeAll(e.lost().keySet());
                    swapped = true;
                }
            }
            refusals.refuse(faults, changes);
            refusals.holdBack(changes);
            changes.addAll(lost.keySet());
            changes.removeAll(refusals.refused.keySet());
        }
        refusals.redeclare();
        lost.keySet().removeAll(accepted.keySet());
        return new Outcome(refusals.refused, lost, swapped);
    }

    private NavigableSet<String> changes(NavigableMap<String, String> wanted) {
        NavigableSet<String> changes = new TreeSet<>(wanted.keySet());
        changes.addAll(accepted.keySet());
        changes.removeIf(path -> Objects.equals(wanted.get(path), accepted.get(path)));
        return changes;
    }

    private NavigableMap<String, String> candidate(
            NavigableMap<String, String> wanted, Set<String> changes) {
        NavigableMap<String, String> candidate = new TreeMap<>(accepted);
        for (String path : changes) {
            if (wanted.containsKey(path)) {
                candidate.put(path, wanted.get(path));
            } else {
                candidate.remove(path);
            }
        }
        return candidate;
    }

    private boolean swapTo(NavigableMap<String, String> files) throws SwapFailedException {
        try {
            NavigableMap<String, Outline> outlines = outlines(files);
            SwapPlan plan = SwapPlan.of(swap.running(), files, outlines);
            if (!plan.isEmpty()) {
                swap.apply(plan, files, outlines);
            }
            return !plan.isEmpty();
        } catch (FaultException e) {
            throw new IllegalStateException("A file that has been judged cannot be read.", e);
        }
    }

    private static NavigableMap<String, Outline> outlines(NavigableMap<String, String> files)
            throws FaultException {
        NavigableMap<String, Outline> outlines = new TreeMap<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (RouteTree.isRoutes(file.getKey())) {
                outlines.put(file.getKey(), Outline.of(file.getKey(), file.getValue()));
            }
        }
        return outlines;
    }

    private void declare(NavigableMap<String, String> files) throws ResourcesRefusedException {
        NavigableMap<String, String> declarations = new TreeMap<>(files);
        declarations.keySet().removeIf(path -> !RouteTree.isResources(path));
        if (!declarations.equals(declared)) {
            declared = null;
            gate.declare(declarations);
            declared = declarations;
        }
    }

    /** The changes refused in one update. */
    private final class Refusals {

        private final NavigableMap<String, String> wanted;
        private final NavigableMap<String, Refusal> refused = new TreeMap<>();

        Refusals(NavigableMap<String, String> wanted) {
            this.wanted = wanted;
        }

        /**
         * Asks the gate; if it refuses, the changes of the folder in question leave the set of
         * changes.
         */
        boolean gateRefuses(NavigableMap<String, String> candidate, Set<String> changes) {
            try {
                declare(candidate);
                return false;
            } catch (ResourcesRefusedException e) {
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
                LoadedFile file = swap.running().get(path);
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

        /**
         * Declares what stays, if more than that was declared for changes that were then refused.
         */
        void redeclare() {
            try {
                declare(accepted);
            } catch (ResourcesRefusedException e) {
                refused.putIfAbsent(
                        e.file(),
                        new Refusal(
                                new Fault.Place(e.file(), e.line()),
                                Reasons.oneLine(e.getMessage())));
            }
        }
    }
}
