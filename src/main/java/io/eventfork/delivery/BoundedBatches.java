package io.eventfork.delivery;

import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/**
 * Lets whoever closes a batch of an {@code aggregate} also process it, unless its author chose
 * threads for that. Camel would put closed batches in front of a single thread without a limit, so
 * that a slow sink fills the memory. Stateless.
 */
public final class BoundedBatches extends ModelLifecycleStrategySupport {

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), AggregateDefinition.class)
                .stream()
                .filter(BoundedBatches::isWithoutThreads)
                .forEach(batches -> batches.executorService(new SynchronousExecutorService()));
    }

    private static boolean isWithoutThreads(AggregateDefinition batches) {
        return batches.getExecutorService() == null
                && batches.getExecutorServiceBean() == null
                && (batches.getParallelProcessing() == null
                        || batches.getParallelProcessing().equals("false"));
    }
}
