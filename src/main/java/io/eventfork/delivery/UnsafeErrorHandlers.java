package io.eventfork.delivery;

import java.util.Optional;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;

/** The error handlers that swallow what went wrong. Stateless. */
final class UnsafeErrorHandlers {

    private UnsafeErrorHandlers() {}

    /** Why the error handler of a route is unsafe; empty if it is safe. */
    static Optional<String> of(ModelCamelContext context, RouteDefinition route) {
        ErrorHandlerFactory factory = route.getErrorHandlerFactory();
        if (factory == null) {
            factory = context.getCamelContextExtension().getErrorHandlerFactory();
        }
        if (factory instanceof RefErrorHandlerDefinition reference) {
            factory =
                    context.getRegistry()
                            .lookupByNameAndType(reference.getRef(), ErrorHandlerFactory.class);
        }
        return factory instanceof DeadLetterChannelDefinition
                ? Optional.of("a dead letter channel swallows the error" + UnsafeSteps.LET_FAIL)
                : Optional.empty();
    }
}
