package io.eventfork.runtime.routes;

import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResolverHelper;

/**
 * Gives a context that checks routes the components of the running one: a copy with the same
 * options where the class allows it, so that references to beans resolve in the checking context;
 * otherwise the very component, which then only creates endpoints.
 */
final class ParentComponents implements ComponentResolver {

    private final CamelContext parent;
    private final ComponentResolver fallback;

    ParentComponents(CamelContext parent, ComponentResolver fallback) {
        this.parent = parent;
        this.fallback = fallback;
    }

    @Override
    public Component resolveComponent(String name, CamelContext context) throws Exception {
        Component original = parent.hasComponent(name);
        if (original == null) {
            original = ResolverHelper.lookupComponentInRegistryWithFallback(parent, name);
        }
        if (original == null) {
            return fallback.resolveComponent(name, context);
        }
        Optional<Constructor<?>> constructor = defaultConstructor(original.getClass());
        return constructor.isPresent()
                ? copy(original, (Component) constructor.get().newInstance(), context)
                : new Borrowed(original);
    }

    private static Optional<Constructor<?>> defaultConstructor(Class<?> type) {
        return Stream.of(type.getConstructors())
                .filter(constructor -> constructor.getParameterCount() == 0)
                .findFirst()
                .map(constructor -> (Constructor<?>) constructor);
    }

    private Component copy(Component original, Component copy, CamelContext context)
            throws Exception {
        copy.setCamelContext(context);
        PropertyConfigurer configurer = original.getComponentPropertyConfigurer();
        if (configurer instanceof PropertyConfigurerGetter getter) {
            Map<String, Object> options = new HashMap<>();
            PluginHelper.getBeanIntrospection(parent).getProperties(original, options, null, false);
            options.forEach(
                    (option, value) -> {
                        if (getter.getOptionType(option, false) != null) {
                            configurer.configure(context, copy, option, value, false);
                        }
                    });
        }
        return copy;
    }

    private static final class Borrowed extends DefaultComponent {

        private final Component original;

        Borrowed(Component original) {
            this.original = original;
        }

        @Override
        public boolean useRawUri() {
            return original.useRawUri();
        }

        @Override
        public Endpoint createEndpoint(String uri) throws Exception {
            return original.createEndpoint(uri);
        }

        @Override
        public Endpoint createEndpoint(String uri, Map<String, Object> parameters)
                throws Exception {
            return original.createEndpoint(uri, parameters);
        }

        @Override
        protected Endpoint createEndpoint(
                String uri, String remaining, Map<String, Object> parameters) {
            throw new UnsupportedOperationException("The public methods are overridden.");
        }
    }
}
