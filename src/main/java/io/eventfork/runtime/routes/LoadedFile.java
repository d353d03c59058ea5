package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.spi.NodeIdFactory;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesBuilderLoader;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * One route file in one Camel context: what it has put there, and how to take it out again.
 *
 * <p>A set of files is loaded step by step, every file through one step before any goes to the
 * next, because a route may use a bean, a route configuration or a template of another file: {@link
 * #parse}, {@link #addConfigurations}, {@link #prepare}, {@link #addRoutes}, {@link
 * #addTemplatedRoutes}. Not thread-safe.
 */
final class LoadedFile {

    private final String path;
    private final String text;
    private final Outline outline;
    private final ModelCamelContext context;
    private RouteBuilder builder;
    private final List<RouteConfigurationDefinition> configurations = new ArrayList<>();
    private final List<RouteTemplateDefinition> templates = new ArrayList<>();
    private final List<RestDefinition> rests = new ArrayList<>();
    private final Map<String, RouteDefinition> routes = new LinkedHashMap<>();

    LoadedFile(String path, String text, Outline outline, ModelCamelContext context) {
        this.path = path;
        this.text = text;
        this.outline = outline;
        this.context = context;
    }

    String path() {
        return path;
    }

    String text() {
        return text;
    }

    Outline outline() {
        return outline;
    }

    /**
     * The routes of this file by id, those that are kept from an earlier version of it included.
     */
    Map<String, RouteDefinition> routes() {
        return routes;
    }

    /** Reads the text and binds the beans that it declares. */
    void parse(String location) throws Exception {
        Resource resource = ResourceHelper.fromString(location, text);
        RoutesBuilderLoader loader =
                PluginHelper.getRoutesLoader(context).getRoutesLoader("camel.yaml");
        if (outline.hasFileLevel()) {
            loader.preParseRoute(resource);
        }
        builder = (RouteBuilder) loader.loadRoutesBuilder(resource);
        builder.setResource(resource);
    }

    void addConfigurations() throws Exception {
        if (builder instanceof RouteConfigurationBuilder configurationBuilder) {
            configurationBuilder.addRouteConfigurationsToCamelContext(context);
            configurations.addAll(
                    configurationBuilder
                            .getRouteConfigurationCollection()
                            .getRouteConfigurations());
        }
    }

    /** Makes the definitions, and adds the templates; no route is added yet. */
    void prepare() throws Exception {
        builder.prepareModel(context);
        templates.addAll(builder.getRouteTemplateCollection().getRouteTemplates());
        rests.addAll(builder.getRestCollection().getRests());
    }

    /** Takes over routes of an earlier version of this file that go on running. */
    void keep(LoadedFile earlier, Set<String> ids) {
        ids.forEach(id -> routes.put(id, earlier.routes.get(id)));
    }

    /** Makes room for a route by removing the one that has its id. */
    @FunctionalInterface
    interface MakeRoom {
        void forRoute(String id) throws Exception;
    }

    /**
     * Adds the routes that are written out, but those to be kept. A running context starts them.
     */
    void addRoutes(Set<String> kept, MakeRoom room, Runnable added) throws Exception {
        for (RouteDefinition route : List.copyOf(builder.getRouteCollection().getRoutes())) {
            String id = idOf(route);
            if (!kept.contains(id)) {
                room.forRoute(id);
                routes.put(id, route);
                context.addRouteDefinition(route);
                added.run();
            }
        }
    }

    /**
     * Adds the routes that are made of a template, but those to be kept. A running context starts
     * them.
     */
    void addTemplatedRoutes(Set<String> kept, MakeRoom room, Runnable added) throws Exception {
        for (TemplatedRouteDefinition templated : templatedRoutes()) {
            String id = templated.getRouteId();
            if (id == null) {
                addTemplatedRoute(templated);
            } else if (!kept.contains(id)) {
                room.forRoute(id);
                addTemplatedRoute(templated);
                added.run();
            }
        }
    }

    List<TemplatedRouteDefinition> templatedRoutes() {
        return List.copyOf(builder.getTemplatedRouteCollection().getTemplatedRoutes());
    }

    void addTemplatedRoute(TemplatedRouteDefinition templated) throws Exception {
        if (templated.getPrefixId() == null && templated.getRouteId() != null) {
            // The steps of a template have ids too, and every route of it has the same.
            templated.setPrefixId(templated.getRouteId() + "-");
        }
        List<RouteDefinition> before = List.copyOf(context.getRouteDefinitions());
        try {
            context.addRouteFromTemplatedRoutes(List.of(templated));
        } finally {
            // Camel does not say which route it made, and may have added it even though it failed
            // to start.
            for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
                if (before.stream().noneMatch(other -> other == route)) {
                    routes.put(idOf(route), route);
                }
            }
        }
    }

    /** Takes everything but the routes out of the context. */
    void removeConfigurationsAndTemplates() throws Exception {
        // Removal by id would give an id to a configuration that has none, and change what it
        // applies to.
        context.getRouteConfigurationDefinitions().removeAll(configurations);
        context.removeRouteTemplateDefinitions(templates);
        context.getRestDefinitions().removeAll(rests);
    }

    void removeBeans() {
        outline.beanNames().forEach(context.getRegistry()::unbind);
    }

    /**
     * The ids of the routes that run once the context has started; a route may say that it does
     * not.
     */
    List<String> expectedRoutes() {
        return routes.entrySet().stream()
                .filter(route -> Expectation.isExpected(context, route.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private String idOf(RouteDefinition route) {
        return route.idOrCreate(
                context.getCamelContextExtension().getContextPlugin(NodeIdFactory.class));
    }
}
