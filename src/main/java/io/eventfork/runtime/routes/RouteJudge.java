package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.UnaryOperator;
import org.apache.camel.model.ModelCamelContext;

/**
 * Judges route files that nothing runs, and finds as many faults in one go as it can. Not
 * thread-safe.
 */
public final class RouteJudge {

    private final RouteChecker checker;

    /**
     * @param context has the beans, properties and components that the routes may use; it need not
     *     be started, and no route is added to it
     * @param location the location of a file for Camel, given its path
     * @param checks rules for routes, beside that they can be created
     */
    public RouteJudge(
            ModelCamelContext context, UnaryOperator<String> location, List<RouteCheck> checks) {
        this.checker = new RouteChecker(context, location, checks);
    }

    /** What is wrong with the YAML and the routes of some files, given their texts by path. */
    public List<Fault> judge(NavigableMap<String, String> files) {
        List<Fault> faults = new ArrayList<>();
        NavigableMap<String, Outline> outlines = Outline.all(files, faults);
        faults.addAll(Repeats.in(outlines));
        faults.addAll(checker.checkAll(files, outlines));
        return faults;
    }
}
