package io.eventfork.runtime.routes;

import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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

    private final RouteSource source;
    private final HttpDoor door = new HttpDoor();
    private final RouteSwap swap;
    private final RouteUpdate update;
    private final Edits edits;
    private final StartFailures failures;
    private final ProblemLog problems;
    private final ReentrantLock changing = new ReentrantLock();
    private Settling settling;
    private ScanTimer timer;
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
        this.swap = new RouteSwap(context, source::location, door);
        this.update =
                new RouteUpdate(gate, new RouteChecker(context, source::location, checks), swap);
        this.edits = new Edits(update, clock);
        this.failures = new StartFailures(source, update, clock);
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
        RouteTree tree = read();
        tree.unread()
                .forEach(
                        path ->
                                LOG.warn(
                                        "The file {} is not read: name it *.camel.yaml if it holds"
                                                + " routes.",
                                        path));
        settling = new Settling(tree.files());
        if (source.isWatched()) {
            edits.begin(tree.files());
            problems.replace(edits.refused(), tree.unreadable(), path -> false);
        } else {
            NavigableMap<String, String> chosen = first.among(tree.files());
            loadBuiltIn(chosen);
            if (chosen.size() < tree.files().size()) {
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
            loadBuiltIn(read().files());
        } finally {
            changing.unlock();
        }
        publish(1, false);
    }

    private RouteTree read() throws RouteFileException {
        try {
            return source.read();
        } catch (IOException e) {
            throw failures.noFolder(e);
        }
    }

    private void loadBuiltIn(NavigableMap<String, String> files) throws RouteFileException {
        try {
            update.loadUnchecked(files);
        } catch (FaultException e) {
            throw failures.of(e.fault(), e);
        } catch (ResourcesRefusedException e) {
            throw failures.of(Fault.at(e.file(), e.line(), e.getMessage()), e);
        } catch (SwapFailedException e) {
            throw failures.of(e);
        }
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
            problems.replace(edits.refused(), Map.of("", reason), this::isRunning);
            publish(state.generation(), false);
            return false;
        }
        NavigableMap<String, String> wanted = settling.settle(tree.filesOr(update.accepted()));
        boolean swapped = edits.areDue(wanted) && apply(wanted);
        problems.replace(edits.refused(), tree.unreadable(), this::isRunning);
        publish(state.generation() + (swapped ? 1 : 0), false);
        return swapped;
    }

    private boolean apply(NavigableMap<String, String> wanted) {
        changing.lock();
        try {
            publish(state.generation(), true);
            return edits.apply(wanted);
        } finally {
            changing.unlock();
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

    /**
     * Whether everything of a file that ran before still does; what was never accepted while
     * running counts.
     */
    private boolean isRunning(String path) {
        return !edits.isLost(path)
                && (update.accepted().containsKey(path) || !problems.isNotRunning(path));
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
