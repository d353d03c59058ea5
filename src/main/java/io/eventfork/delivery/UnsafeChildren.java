package io.eventfork.delivery;

import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.SplitDefinition;

/**
 * The options by which a step that hands out copies may forget one of them, or its failure.
 * Stateless.
 *
 * <p>Camel's own strategies pass the failure of a child on. One of the author's sees it, and need
 * not; with {@code stopOnException} it is passed on whatever the strategy does.
 */
final class UnsafeChildren {

    static final String IGNORED =
            "a target that cannot be resolved would be skipped in silence; leave the ignore option"
                    + " out";

    private UnsafeChildren() {}

    /** Why a step is unsafe; empty if it is safe. */
    static Optional<String> of(ProcessorDefinition<?> step) {
        if (step instanceof SplitDefinition split) {
            return of(
                    "split",
                    split.getTimeout(),
                    split.getStopOnException(),
                    split.getAggregationStrategy(),
                    split.getAggregationStrategyBean());
        }
        if (step instanceof MulticastDefinition multicast) {
            return of(
                    "multicast",
                    multicast.getTimeout(),
                    multicast.getStopOnException(),
                    multicast.getAggregationStrategy(),
                    multicast.getAggregationStrategyBean());
        }
        if (step instanceof RecipientListDefinition<?> list) {
            return UnsafeSteps.isOn(list.getIgnoreInvalidEndpoints())
                    ? Optional.of(IGNORED)
                    : of(
                            "recipientList",
                            list.getTimeout(),
                            list.getStopOnException(),
                            list.getAggregationStrategy(),
                            list.getAggregationStrategyBean());
        }
        return Optional.empty();
    }

    private static Optional<String> of(
            String step,
            String timeout,
            String stopOnException,
            String strategy,
            AggregationStrategy strategyBean) {
        if (timeout != null && !timeout.isBlank() && !timeout.equals("0")) {
            return Optional.of(
                    step
                            + " with a timeout goes on without its slow children, so that their"
                            + " work can be lost");
        }
        boolean ownStrategy = strategy != null || strategyBean != null;
        if (ownStrategy && !"true".equals(stopOnException)) {
            return Optional.of(
                    step
                            + " with a strategy of its own may hide the failure of a child; set"
                            + " stopOnException");
        }
        return Optional.empty();
    }
}
