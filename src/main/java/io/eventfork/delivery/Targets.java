package io.eventfork.delivery;

import java.util.Arrays;
import java.util.List;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * Where a step sends to, as far as its text tells. Stateless.
 *
 * <p>A target that is computed is known up to its first expression: {@code direct:${header.a}} may
 * be any {@code direct} route, {@code aws2-sns:${header.a}} is certainly none of ours.
 */
final class Targets {

    private Targets() {}

    /**
     * One target.
     *
     * @param uri its text, placeholders resolved
     */
    record Target(String uri) {

        /** The URI without options and slashes: {@code direct://a?b=c} is {@code direct:a}. */
        String address() {
            int query = uri.indexOf('?');
            return (query < 0 ? uri : uri.substring(0, query)).replaceFirst(":/*", ":");
        }

        boolean is(String scheme) {
            return address().startsWith(scheme + ":");
        }

        boolean hasOption(String name, String value) {
            int query = uri.indexOf('?');
            return query >= 0
                    && Arrays.asList(uri.substring(query + 1).split("&"))
                            .contains(name + "=" + value);
        }

        /** Whether it may lead to that input of a route. */
        boolean mayReach(Target input) {
            String address = address();
            int expression = address.indexOf('$');
            return expression < 0
                    ? address.equals(input.address())
                    : input.address().startsWith(address.substring(0, expression));
        }
    }

    static Target input(ModelCamelContext context, String uri) {
        return new Target(resolved(context, uri));
    }

    /** The targets of a step; none if it sends nowhere. */
    static List<Target> of(ModelCamelContext context, ProcessorDefinition<?> step) {
        if (step instanceof SendDefinition<?> send) {
            return List.of(input(context, send.getEndpointUri()));
        }
        if (step instanceof ToDynamicDefinition dynamic) {
            return List.of(input(context, dynamic.getUri()));
        }
        if (step instanceof RecipientListDefinition
                || step instanceof RoutingSlipDefinition
                || step instanceof DynamicRouterDefinition
                || step instanceof EnrichDefinition) {
            return computed(context, (ExpressionNode) step);
        }
        return List.of();
    }

    private static List<Target> computed(ModelCamelContext context, ExpressionNode step) {
        String text = step.getExpression() == null ? null : step.getExpression().getExpression();
        String language = step.getExpression() == null ? "" : step.getExpression().getLanguage();
        if (text == null || !language.equals("constant") && !language.equals("simple")) {
            return List.of(new Target("$"));
        }
        return Arrays.stream(resolved(context, text).split(","))
                .map(String::strip)
                .map(Target::new)
                .toList();
    }

    private static String resolved(ModelCamelContext context, String uri) {
        if (uri == null) {
            return "";
        }
        try {
            return context.resolvePropertyPlaceholders(uri);
        } catch (RuntimeException e) {
            // An unknown placeholder is told when the route itself is built.
            return uri;
        }
    }
}
