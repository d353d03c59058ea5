package io.eventfork.runtime.routes;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * A context in which routes are created to see whether they can be, with the beans, properties and
 * components of the running context, and never started. Nothing in it opens a connection: endpoints
 * of components that leave the process are created, which checks their name and options, and not
 * initialised.
 */
final class CheckContext extends DefaultCamelContext implements AutoCloseable {

    /**
     * Components whose endpoints look up what they name, and do nothing else, when they are
     * initialised.
     */
    private static final Set<String> LOCAL = Set.of("bean", "class", "ref", "language");

    private final ParentBeans beans;
    private final Map<Endpoint, String> consumers = new HashMap<>();
    private NamedNode lastCreated;

    /**
     * @param parent the running context
     * @param own names of beans that come from the files under check, or from nowhere
     */
    CheckContext(ModelCamelContext parent, Set<String> own) {
        super(false);
        beans = new ParentBeans(parent, own);
        disableJMX();
        setApplicationContextClassLoader(parent.getApplicationContextClassLoader());
        setPropertiesComponent(ParentProperties.of(parent.getPropertiesComponent()));
        ExtendedCamelContext extension = getCamelContextExtension();
        extension.setName(parent.getName() + "-check");
        extension.setRegistry(new DefaultRegistry(beans));
        build();
        getRestConfiguration().setInlineRoutes(false);
        extension.addContextPlugin(
                ComponentResolver.class,
                new ParentComponents(parent, PluginHelper.getComponentResolver(extension)));
        extension.addContextPlugin(
                ProcessorFactory.class, new Recorder(PluginHelper.getProcessorFactory(extension)));
    }

    /**
     * The step on whose creation the context has begun last, or null; a failure to create a route
     * is there.
     */
    NamedNode lastCreated() {
        return lastCreated;
    }

    void forgetLastCreated() {
        lastCreated = null;
    }

    @Override
    public void startRouteService(RouteService routeService, boolean addingRoutes) {
        // To have created the route is all that is wanted. What else would stop it is a rival for
        // its source.
        Endpoint source = routeService.getRoute().getEndpoint();
        boolean isShared =
                source instanceof MultipleConsumersSupport support
                        && support.isMultipleConsumersSupported();
        String rival = isShared ? null : consumers.putIfAbsent(source, routeService.getId());
        if (rival != null) {
            throw new IllegalArgumentException(
                    "the route '" + rival + "' consumes from " + source + " already");
        }
    }

    @Override
    public void addService(Object object) throws Exception {
        // The stock method would initialise the endpoint: a queue is then looked up over the
        // network.
        if (object instanceof Endpoint endpoint) {
            String uri = endpoint.getEndpointBaseUri();
            if (LOCAL.contains(uri.substring(0, Math.max(0, uri.indexOf(':'))))) {
                ServiceHelper.initService(endpoint);
            }
        }
    }

    /** Frees what the creation of routes has taken: threads, and beans that the files declare. */
    @Override
    public void close() {
        ServiceHelper.stopAndShutdownService(getExecutorServiceManager());
        ServiceHelper.stopService(getCamelContextExtension().getRegistry());
        beans.giveBack();
    }

    private final class Recorder implements ProcessorFactory {

        private final ProcessorFactory delegate;

        Recorder(ProcessorFactory delegate) {
            this.delegate = delegate;
        }

        @Override
        public Processor createChildProcessor(Route route, NamedNode definition, boolean mandatory)
                throws Exception {
            return delegate.createChildProcessor(route, definition, mandatory);
        }

        @Override
        public Processor createProcessor(Route route, NamedNode definition) throws Exception {
            lastCreated = definition;
            return delegate.createProcessor(route, definition);
        }

        @Override
        public Processor createProcessor(
                CamelContext camelContext, String definitionName, Object[] args) throws Exception {
            return delegate.createProcessor(camelContext, definitionName, args);
        }
    }
}
