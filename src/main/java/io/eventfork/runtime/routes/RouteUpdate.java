package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

    private final Declarations declarations;
    private final RouteChecker checker;
    private final RouteSwap swap;
    private NavigableMap<String, String> accepted = new TreeMap<>();

    RouteUpdate(ResourceGate gate, RouteChecker checker, RouteSwap swap) {
        this.declarations = new Declarations(gate);
        this.checker = checker;
        this.swap = swap;
    }

    /**
     * What came of an update.
     *
     * @param refused why, by path of the changed file; the place is in that file
     * @param lost old text, by path, of files that ran before and do not run any more
     * @param swapped whether any route was touched
     * @param mayPass whether the same may have another outcome later: what was refused may be
     *     accepted, or what could not be looked at may be refused
     */
    record Outcome(
            NavigableMap<String, Refusals.Refusal> refused,
            NavigableMap<String, String> lost,
            boolean swapped,
            boolean mayPass) {}

    /** The texts, by path, that run or are declared. */
    NavigableMap<String, String> accepted() {
        return accepted;
    }

    /** Loads files without the check, for those that are known to be good. */
    void loadUnchecked(NavigableMap<String, String> files)
            throws FaultException, ResourcesRefusedException, SwapFailedException {
        declarations.declare(files);
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
        NavigableMap<String, Outline> outlines = Outline.all(files, faults);
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
        declarations.askAgainUnlessSettled();
        Refusals refusals = new Refusals(wanted, swap.running(), declarations);
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
            changes.removeAll(refusals.all().keySet());
        }
        refusals.redeclare(accepted);
        lost.keySet().removeAll(accepted.keySet());
        return new Outcome(
                refusals.all(), lost, swapped, refusals.mayPass() || !declarations.isSettled());
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
        List<Fault> faults = new ArrayList<>();
        NavigableMap<String, Outline> outlines = Outline.all(files, faults);
        if (!faults.isEmpty()) {
            throw new FaultException(faults.get(0));
        }
        return outlines;
    }
}
