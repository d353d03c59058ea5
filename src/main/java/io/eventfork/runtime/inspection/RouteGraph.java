package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.Resources;
import io.eventfork.provisioning.Rule;
import io.eventfork.provisioning.Subscription;
import io.eventfork.provisioning.SubscriptionFilter;
import io.eventfork.runtime.inspection.Mermaid.Arrow;
import io.eventfork.runtime.inspection.Mermaid.Line;
import io.eventfork.runtime.inspection.Mermaid.Node;
import io.eventfork.runtime.routes.RouteTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Draws how use cases take events in, fork and keep them. Routes that answer GET are arrows from
 * what they read to their caller; routes that others hand their exchange to are part of these.
 */
final class RouteGraph {

    private static final Set<String> NO_USE_CASE = Set.of("", "admin", "pipelines");

    private final List<CatalogueRoute> routes;
    private final Resources declared;
    private final Declared spots;
    private final Accesses accesses;
    private final Map<String, String> settings;
    private final GraphNodes nodes;
    private final Mermaid picture = new Mermaid();
    private final Set<String> drawn = new HashSet<>();

    RouteGraph(
            List<CatalogueRoute> routes,
            Resources declared,
            Declared spots,
            Map<String, String> settings) {
        this.routes = routes;
        this.declared = declared;
        this.spots = spots;
        this.settings = settings;
        this.nodes = new GraphNodes(declared);
        this.accesses = new Accesses(routes, spots, settings);
    }

    List<String> lines() {
        Set<String> useCases = new TreeSet<>();
        routes.forEach(route -> useCases.add(RouteTree.app(route.spot().file())));
        useCases.removeAll(NO_USE_CASE);
        if (useCases.size() < 2) {
            useCases.forEach(this::draw);
            return picture.lines();
        }
        picture.node(GraphNodes.CALLER);
        declared.buses().forEach(bus -> picture.node(nodes.of(ResourceKind.BUS, bus.name())));
        for (String useCase : useCases) {
            picture.begin(useCase);
            draw(useCase);
            picture.end();
        }
        return picture.lines();
    }

    private void draw(String useCase) {
        List<CatalogueRoute> own =
                routes.stream()
                        .filter(route -> RouteTree.app(route.spot().file()).equals(useCase))
                        .toList();
        own.stream().filter(this::takesIn).forEach(this::drawIntake);
        own.stream().filter(route -> route.from().is("timer")).forEach(this::drawRelay);
        declared.topics().stream()
                .filter(topic -> isOf(useCase, ResourceKind.TOPIC, topic.name()))
                .forEach(topic -> drawTopic(topic.name()));
        declared.rules().stream()
                .filter(
                        rule ->
                                rule.queues().stream()
                                        .anyMatch(
                                                queue -> isOf(useCase, ResourceKind.QUEUE, queue)))
                .forEach(this::drawRule);
        own.stream().filter(route -> route.from().is("aws2-sqs")).forEach(this::drawOther);
        own.stream().filter(route -> route.from().is("kinesis-batch")).forEach(this::drawOther);
        own.stream().filter(RouteGraph::shows).forEach(this::drawView);
    }

    private boolean isOf(String useCase, ResourceKind kind, String name) {
        return spots.spot(kind, name)
                .filter(spot -> RouteTree.app(spot.file()).equals(useCase))
                .isPresent();
    }

    private static boolean isHttp(CatalogueRoute route) {
        return route.from().is("platform-http");
    }

    private static String method(CatalogueRoute route) {
        return route.from().parameters().getOrDefault("httpMethodRestrict", "");
    }

    private boolean takesIn(CatalogueRoute route) {
        return isHttp(route) && !method(route).equals("GET");
    }

    private static boolean shows(CatalogueRoute route) {
        return isHttp(route) && method(route).equals("GET");
    }

    private void drawIntake(CatalogueRoute route) {
        Arrow arrow = new Arrow(Line.SOLID, request(route), GraphNodes.of(route));
        drawFrom(GraphNodes.CALLER, List.of(arrow), route);
    }

    private void drawRelay(CatalogueRoute route) {
        Optional<Access> source =
                accesses.of(route).stream().filter(a -> a.reads() && !a.writes()).findFirst();
        if (source.isPresent()) {
            drawFrom(
                    nodes.of(source.get().target()),
                    List.of(new Arrow(Line.SOLID, "", GraphNodes.of(route))),
                    route);
        }
    }

    private void drawTopic(String topic) {
        for (Subscription subscription : declared.subscriptions()) {
            if (subscription.topic().equals(topic)) {
                String label =
                        subscription
                                .filter()
                                .map(SubscriptionFilter::json)
                                .map(FilterWords::ofPolicy)
                                .orElse("");
                drawFork(nodes.of(ResourceKind.TOPIC, topic), label, subscription.queue());
            }
        }
    }

    private void drawRule(Rule rule) {
        String label = FilterWords.ofPattern(rule.pattern());
        rule.queues()
                .forEach(queue -> drawFork(nodes.of(ResourceKind.BUS, rule.bus()), label, queue));
    }

    private void drawFork(Node hub, String label, String queue) {
        List<Arrow> arrows = new ArrayList<>();
        arrows.add(new Arrow(Line.SOLID, label, nodes.of(ResourceKind.QUEUE, queue)));
        Optional<CatalogueRoute> reader = reader(queue);
        if (reader.isPresent() && drawn.add(reader.get().spot().toString())) {
            arrows.add(new Arrow(Line.SOLID, "", GraphNodes.of(reader.get())));
            drawFrom(hub, arrows, reader.get());
        } else {
            picture.chain(hub, arrows);
        }
    }

    /** What no topic and no rule feeds. */
    private void drawOther(CatalogueRoute route) {
        for (ResourceUse use : route.from().uses()) {
            if (drawn.add(route.spot().toString())) {
                drawFrom(
                        nodes.of(use.kind(), use.name()),
                        List.of(new Arrow(Line.SOLID, "", GraphNodes.of(route))),
                        route);
            }
        }
    }

    private void drawView(CatalogueRoute route) {
        for (Access access : accesses.of(route)) {
            picture.chain(
                    nodes.of(access.target()),
                    List.of(new Arrow(Line.SOLID, request(route), GraphNodes.CALLER)));
        }
    }

    /** The chain that ends in a route, on to the first thing it writes; the rest below. */
    private void drawFrom(Node start, List<Arrow> toRoute, CatalogueRoute route) {
        List<Arrow> chain = new ArrayList<>(toRoute);
        Node here = GraphNodes.of(route);
        List<Access> written = accesses.of(route).stream().filter(Access::writes).toList();
        written.stream().findFirst().ifPresent(first -> chain.add(arrow(route, first)));
        picture.chain(start, chain);
        written.stream()
                .skip(1)
                .forEach(access -> picture.chain(here, List.of(arrow(route, access))));
        accesses.of(route).stream()
                .filter(access -> access.reads() && !access.writes())
                .map(access -> nodes.of(access.target()))
                .filter(source -> !source.equals(start))
                .forEach(source -> picture.chain(source, List.of(new Arrow(Line.SOLID, "", here))));
    }

    private Arrow arrow(CatalogueRoute route, Access access) {
        Node to = nodes.of(access.target());
        if (access.failed()) {
            return new Arrow(Line.DOTTED, "failed", to);
        }
        if (route.waits()) {
            return new Arrow(Line.DOTTED, "when started", to);
        }
        return new Arrow(access.reads() ? Line.BOTH : Line.SOLID, "", to);
    }

    private Optional<CatalogueRoute> reader(String queue) {
        return routes.stream()
                .filter(
                        route ->
                                route.from().uses().stream()
                                        .anyMatch(
                                                use ->
                                                        use.kind() == ResourceKind.QUEUE
                                                                && use.name().equals(queue)))
                .findFirst();
    }

    private String request(CatalogueRoute route) {
        return "%s %s"
                .formatted(
                        method(route),
                        Placeholder.fill(route.from().path(), settings)
                                .replaceAll("\\{[^}]*}", "…"))
                .strip();
    }
}
