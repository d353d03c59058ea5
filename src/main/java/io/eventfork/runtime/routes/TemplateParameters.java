package io.eventfork.runtime.routes;

import java.util.List;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.TemplatedRouteParameterDefinition;

/** What a route may tell the template that it is made of. Stateless. */
final class TemplateParameters {

    private TemplateParameters() {}

    /**
     * Refuses a parameter that the template does not declare: Camel says nothing of a misspelt one,
     * and the route would run with the default. A template that declares none takes any.
     *
     * @throws IllegalArgumentException if there is one
     */
    static void requireKnown(ModelCamelContext context, TemplatedRouteDefinition templated) {
        RouteTemplateDefinition template =
                context.getRouteTemplateDefinition(templated.getRouteTemplateRef());
        if (template == null
                || template.getTemplateParameters() == null
                || templated.getParameters() == null) {
            return;
        }
        List<String> known =
                template.getTemplateParameters().stream()
                        .map(RouteTemplateParameterDefinition::getName)
                        .toList();
        for (TemplatedRouteParameterDefinition parameter : templated.getParameters()) {
            if (!known.isEmpty() && !known.contains(parameter.getName())) {
                throw new IllegalArgumentException(
                        "the template '%s' has no parameter '%s'; it has %s"
                                .formatted(
                                        template.getId(),
                                        parameter.getName(),
                                        String.join(", ", known)));
            }
        }
    }
}
