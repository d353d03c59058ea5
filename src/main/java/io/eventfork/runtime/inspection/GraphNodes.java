package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.Queue;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.Resources;
import io.eventfork.runtime.inspection.Access.Target;
import io.eventfork.runtime.inspection.Mermaid.Node;
import io.eventfork.runtime.inspection.Mermaid.Shape;

/** What the nodes of a graph of routes are called, and look like. Immutable. */
final class GraphNodes {

    /** Who calls over HTTP. */
    static final Node CALLER = new Node("caller", "caller", Shape.PERSON);

    private static final int ONE_DAY_HOURS = 24;

    private final Resources declared;

    GraphNodes(Resources declared) {
        this.declared = declared;
    }

    static Node of(CatalogueRoute route) {
        return new Node("route_" + route.id(), route.id(), Shape.STEP);
    }

    Node of(Target target) {
        return target.kind() == null
                ? new Node(target.key(), target.label(), Shape.STORE)
                : of(target.kind(), target.key().substring(target.kind().label().length() + 1));
    }

    Node of(ResourceKind kind, String name) {
        Target target = Target.of(kind, name);
        boolean isHub = kind == ResourceKind.TOPIC || kind == ResourceKind.BUS;
        String retention = kind == ResourceKind.QUEUE ? retention(name) : "";
        return new Node(target.key(), target.label() + retention, isHub ? Shape.HUB : Shape.STORE);
    }

    /** How long a queue keeps messages, if it was chosen. */
    private String retention(String queue) {
        return declared.queue(queue)
                .map(Queue::retention)
                .filter(retention -> !retention.equals(Queue.DEFAULT_RETENTION))
                .map(
                        retention ->
                                retention.toHours() % ONE_DAY_HOURS == 0
                                        ? ", " + retention.toDays() + " days"
                                        : ", " + retention.toSeconds() + " s")
                .orElse("");
    }
}
