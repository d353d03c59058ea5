package io.eventfork.runtime;

import io.eventfork.event.FilterPolicy;
import io.eventfork.provisioning.ResourceNames;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Gives pipelines and routes what they name of the declared resources. */
final class PipelineBinding {

    private final Supplier<ResourceNames> names;

    /**
     * @param names known when routes run
     */
    PipelineBinding(Supplier<ResourceNames> names) {
        this.names = names;
    }

    void bind(CamelContext context) {
        context.getRegistry().bind("pipelineFlush", new PipelineFlush());
        context.getRegistry()
                .bind(
                        "declaredFilters",
                        Function.class,
                        (Function<String, Optional<FilterPolicy>>) this::filterOf);
        ResourceFunctions.of(names)
                .forEach(context.getPropertiesComponent()::addPropertiesFunction);
    }

    private Optional<FilterPolicy> filterOf(String queue) {
        return names.get().declared().filterPolicyOf(queue);
    }
}
