package io.eventfork.runtime.routes;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route files of an application: loads them, and follows their edits while they run.
 *
 * <p>Use: {@link #load} before the Camel context starts, {@link #loadRest} and {@link #start}
 * after, {@link #stop} before it stops. An edit takes effect once two scans in a row have seen the
 * same text. It is first tried in a context of its own; if it is at fault, nothing changes, the old
 * routes go on, and {@link #state} and one log line say file, line and reason. What was refused is
 * tried again whenever any file changes, and what the cloud refused also of itself, as the cloud
 * may only have been away.
 *
 * <p>Safe for use by several threads; {@link #state} never waits for a change of routes.
 */
public final class RouteFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** Where routes do not run nothing is taken: soon after the cloud is back they have to. */
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

    private final RouteSource source;
    private final Clock clock;
    private final HttpDoor door = new HttpDoor();
    private final RouteSwap swap;
    private final RouteUpdate update;
    private final ProblemLog problems;
    private final ReentrantLock changing = new ReentrantLock();
    private NavigableMap<String, String> rest = new TreeMap<>();
    private Settling settling;
    private NavigableMap<String, String> lastTried = new TreeMap<>();
    private final NavigableMap<String, String> lost = new TreeMap<>();
    private boolean mayPass;
    private Instant lastApplied = Instant.MIN;
    private Duration pause = RETRY;
    private ScanTimer timer;
    private NavigableMap<String, Refusals.Refusal> refused = new TreeMap<>();
    private volatile RouteState state = new RouteState(0, Map.of(), List.of(), false);

    /**
     * @param gate told what the files need from the cloud
     * @param checks rules for routes, beside that they can be created
     */
    public RouteFiles(
            ModelCamelContext context,
            RouteSource source,
            ResourceGate gate,
            List<RouteCheck> checks,
            Clock clock) {
        this.source = source;
        this.clock = clock;
        this.swap = new RouteSwap(context, source::location, door);
        this.update =
                new RouteUpdate(gate, new RouteChecker(context, source::location, checks), swap);
        this.problems = new ProblemLog(clock);
        // Inlining would merge a route of one file into a rest route of another, and neither could
        // be replaced alone.
        context.getRestConfiguration().setInlineRoutes(false);
    }

    /** As {@link #load(FirstFiles)}, with nothing left for {@link #loadRest}. */
    public void load() throws RouteFileException {
        load(FirstFiles.ALL);
    }

    /**
     * Adds the routes to the context, which is not started yet.
     *
     * @param first the built-in files to begin with; those of a folder that is watched are judged
     *     together, and all are loaded now
     * @throws RouteFileException if there are no route files, or a built-in one is at fault; in a
     *     folder that is watched, files at fault are left out and the others are loaded
     */
    public synchronized void load(FirstFiles first) throws RouteFileException {
        RouteTree tree;
        try {
            tree = source.read();
        } catch (IOException e) {
            throw refuse(Fault.at("", 0, "there is no routes folder " + e.getMessage()), e);
        }
        tree.unread()
                .forEach(
                        path ->
                                LOG.warn(
                                        "The file {} is not read: name it *.camel.yaml if it holds"
                                                + " routes.",
                                        path));
        settling = new Settling(tree.files());
        if (source.isWatched()) {
            lastTried = tree.files();
            RouteUpdate.Outcome outcome = update.apply(tree.files());
            refused = outcome.refused();
            mayPass = outcome.mayPass();
            lastApplied = clock.instant();
            problems.replace(refused, tree.unreadable(), path -> false);
        } else {
            NavigableMap<String, String> chosen = first.among(tree.files());
            loadBuiltIn(chosen);
            if (chosen.size() < tree.files().size()) {
                rest = tree.files();
                return;
            }
        }
        publish(1, false);
    }

    /** Whether {@link #loadRest} has something to load, or has not done so yet. */
    public boolean isStarting() {
        return state.generation() == 0;
    }

    /**
     * Adds the routes of the files that did not come first to the context, which runs.
     *
     * @throws RouteFileException if a file is at fault
     */
    public synchronized void loadRest() throws RouteFileException {
        if (!isStarting()) {
            return;
        }
        changing.lock();
        try {
            loadBuiltIn(rest);
        } finally {
            changing.unlock();
        }
        publish(1, false);
    }

    private void loadBuiltIn(NavigableMap<String, String> files) throws RouteFileException {
        try {
            update.loadUnchecked(files);
        } catch (FaultException e) {
            throw refuse(e.fault(), e);
        } catch (ResourcesRefusedException e) {
            throw refuse(Fault.at(e.file(), e.line(), e.getMessage()), e);
        } catch (SwapFailedException e) {
            throw explain(e);
        }
    }

    /**
     * Finds the file and the line to which a failed start of the context is due.
     *
     * @return an exception that says so, or that has the failure's own words if the files are sound
     */
    public synchronized RouteFileException explain(Exception failure) {
        try {
            List<Fault> faults = update.judge(new TreeMap<>(source.read().files()));
            if (!faults.isEmpty()) {
                return new RouteFileException(
                        faults.stream().map(fault -> problem(fault)).toList(), failure);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return refuse(Fault.at("", 0, Reasons.of(failure)), failure);
    }

    private RouteFileException refuse(Fault fault, Exception cause) {
        return new RouteFileException(List.of(problem(fault)), cause);
    }

    private RouteProblem problem(Fault fault) {
        Fault.Place place = fault.places().get(0);
        return new RouteProblem(
                place.file(), place.line(), place.column(), fault.reason(), clock.instant(), false);
    }

    /** Begins to follow the files, if they are in a folder. */
    public synchronized void start() {
        if (source.isWatched() && timer == null) {
            timer = new ScanTimer(this::scan);
            LOG.info("Following the route files in {}.", source);
        }
    }

    /**
     * Ends following the files; waits until a change under way is done, at most a minute. The
     * routes go on.
     */
    public void stop() {
        ScanTimer stopping;
        synchronized (this) {
            stopping = timer;
            timer = null;
        }
        if (stopping != null) {
            stopping.stop();
        }
    }

    /**
     * Reads the files once, and applies what has changed and stood still since the scan before.
     *
     * @return whether the running routes were touched
     */
    public synchronized boolean scan() {
        RouteTree tree;
        try {
            tree = source.read();
        } catch (IOException e) {
            String reason =
                    e instanceof NotDirectoryException
                            ? "there is no folder " + source
                            : Reasons.oneLine("the routes folder cannot be read: " + e);
            problems.replace(refused, Map.of("", reason), this::isRunning);
            publish(state.generation(), false);
            return false;
        }
        NavigableMap<String, String> wanted = settling.settle(tree.filesOr(update.accepted()));
        boolean changed = !wanted.equals(lastTried);
        boolean retry =
                (mayPass || !lost.isEmpty()) && !clock.instant().isBefore(lastApplied.plus(pause));
        boolean swapped = false;
        if (changed || retry) {
            Duration doubled = pause.multipliedBy(2);
            pause =
                    changed
                            ? RETRY
                            : doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
            lastTried = wanted;
            swapped = applySafely(wanted);
        }
        problems.replace(refused, tree.unreadable(), this::isRunning);
        publish(state.generation() + (swapped ? 1 : 0), false);
        return swapped;
    }

    private boolean applySafely(NavigableMap<String, String> wanted) {
        try {
            return apply(wanted);
        } catch (RuntimeException e) {
            LOG.error("The changed route files could not be judged. What ran goes on.", e);
            refused = new TreeMap<>();
            refused.put(
                    "",
                    new Refusals.Refusal(
                            new Fault.Place("", 0),
                            "the changed files could not be judged: " + Reasons.of(e)));
            return false;
        }
    }

    /**
     * Runs something that starts or stops routes, unless routes are being replaced at this moment;
     * no replacement begins while it runs.
     *
     * @return whether it was run
     */
    public boolean unlessChanging(Runnable action) {
        if (!changing.tryLock()) {
            return false;
        }
        try {
            action.run();
            return true;
        } finally {
            changing.unlock();
        }
    }

    private boolean apply(NavigableMap<String, String> wanted) {
        changing.lock();
        try {
            return applyAlone(wanted);
        } finally {
            changing.unlock();
        }
    }

    private boolean applyAlone(NavigableMap<String, String> wanted) {
        lastApplied = clock.instant();
        Set<String> foldersBefore = foldersWithResources();
        publish(state.generation(), true);
        RouteUpdate.Outcome outcome = update.apply(wanted);
        boolean swapped = outcome.swapped();
        lost.putAll(outcome.lost());
        lost.keySet().removeAll(update.accepted().keySet());
        if (!lost.isEmpty() && outcome.lost().isEmpty()) {
            // What is wanted does not run: at least let the old text run again.
            NavigableMap<String, String> old = new TreeMap<>(update.accepted());
            old.putAll(lost);
            swapped |= update.apply(old).swapped();
            lost.keySet().removeAll(update.accepted().keySet());
        }
        refused = outcome.refused();
        mayPass = outcome.mayPass();
        if (swapped) {
            LOG.info("The routes were changed as their files were.");
        }
        warnOfRemovedFolders(foldersBefore);
        return swapped;
    }

    /**
     * Whether everything of a file that ran before still does; what was never accepted while
     * running counts.
     */
    private boolean isRunning(String path) {
        return !lost.containsKey(path)
                && (update.accepted().containsKey(path) || !problems.isNotRunning(path));
    }

    private Set<String> foldersWithResources() {
        Set<String> folders = new TreeSet<>();
        for (String path : update.accepted().keySet()) {
            if (RouteTree.isResources(path)) {
                folders.add(RouteTree.folder(path));
            }
        }
        return folders;
    }

    private void warnOfRemovedFolders(Set<String> before) {
        Set<String> removed = new TreeSet<>(before);
        removed.removeAll(foldersWithResources());
        for (String folder : removed) {
            LOG.warn(
                    "The resources of the folder '{}' are no longer declared. Its queues and"
                            + " subscriptions stay and still collect messages: delete them if"
                            + " nothing is to read them again.",
                    folder);
        }
    }

    /**
     * To be put before the routes in the HTTP router, so that no request meets a route that is
     * being replaced.
     */
    public HttpDoor door() {
        return door;
    }

    /** How the files stand. */
    public RouteState state() {
        return state;
    }

    private void publish(long generation, boolean swapping) {
        NavigableMap<String, List<String>> expected = new TreeMap<>();
        swap.running()
                .forEach((path, file) -> expected.put(path, List.copyOf(file.expectedRoutes())));
        state =
                new RouteState(
                        generation,
                        Collections.unmodifiableMap(expected),
                        problems.all(),
                        swapping);
    }
}
