package io.eventfork.runtime.routes;

import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultExchange;

/** Whether a route is meant to run. */
final class Expectation {

    private Expectation() {}

    /**
     * False if the route has a precondition that does not hold, or is not started with the
     * application.
     */
    static boolean isExpected(CamelContext context, RouteDefinition route) {
        Properties parameters = null;
        if (route.getTemplateParameters() != null) {
            parameters = new Properties();
            parameters.putAll(route.getTemplateParameters());
        }
        context.getPropertiesComponent().setLocalProperties(parameters);
        try {
            String autoStartup = context.resolvePropertyPlaceholders(route.getAutoStartup());
            String precondition = context.resolvePropertyPlaceholders(route.getPrecondition());
            return !"false".equalsIgnoreCase(autoStartup)
                    && (precondition == null
                            || context.resolveLanguage("simple")
                                    .createPredicate(precondition)
                                    .matches(new DefaultExchange(context)));
        } finally {
            context.getPropertiesComponent().setLocalProperties(null);
        }
    }
}
