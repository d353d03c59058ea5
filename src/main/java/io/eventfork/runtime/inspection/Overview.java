package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.Naming;
import io.eventfork.runtime.routes.RouteTree;
import java.util.List;
import java.util.Map;

/** The routes of some files in words and as a picture; files at fault are left out. Immutable. */
public final class Overview {

    private final Catalogue catalogue;
    private final RouteTree tree;
    private final Map<String, String> settings;
    private final Naming naming;

    public Overview(RouteTree tree, Map<String, String> settings, Naming naming) {
        this.tree = tree;
        this.settings = settings;
        this.naming = naming;
        this.catalogue = Catalogue.of(tree.files());
    }

    /** A line a route. */
    public List<String> list() {
        return RouteList.lines(catalogue.routes(), settings);
    }

    /** A Mermaid flowchart of the use cases. */
    public List<String> graph() {
        DeclaredReading reading = new DeclaredReading(naming, settings);
        reading.read(tree.files());
        return new RouteGraph(
                        catalogue.routes(),
                        reading.resources(),
                        Declared.in(tree.files()),
                        settings)
                .lines();
    }
}
