package io.eventfork.delivery;

import java.util.List;
import java.util.Optional;
import org.apache.camel.Predicate;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionSubElementDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;

/**
 * The steps that can lose a message of a queue, and why. What carries its receipts is not here:
 * seda, wireTap, aggregate, threads, delay, loop, filter, choice, circuitBreaker without fallback,
 * and whatever waits for its children. Stateless.
 */
final class UnsafeSteps {

    static final String LET_FAIL =
            "; let it fail, and delivery retries, waits for the sink, or dead-letters it with the"
                    + " reason";

    private UnsafeSteps() {}

    /** Why a step is unsafe; empty if it is safe. */
    static Optional<String> of(ProcessorDefinition<?> step) {
        return keepsOrSkips(step)
                .or(() -> swallows(step))
                .or(() -> UnsafeChildren.of(step))
                .or(() -> ignoresTarget(step));
    }

    private static Optional<String> keepsOrSkips(ProcessorDefinition<?> step) {
        if (step instanceof ResequenceDefinition) {
            return Optional.of(
                    "resequence keeps messages in memory without their receipts, so that a crash"
                            + " loses them");
        }
        if (step instanceof IdempotentConsumerDefinition) {
            return Optional.of(
                    "idempotentConsumer acknowledges a second copy while the first is still on its"
                            + " way, so that both can be lost; write by a natural key or the event"
                            + " id instead");
        }
        if (step instanceof AggregateDefinition aggregate) {
            return aggregate(aggregate);
        }
        if (step instanceof WireTapDefinition<?> tap && isOff(tap.getCopy())) {
            return Optional.of(
                    "wireTap with copy=false starts an exchange that carries no receipt; leave copy"
                            + " on");
        }
        if (step instanceof PollEnrichDefinition || step instanceof PollDefinition) {
            return Optional.of(
                    "polling here ties what it reads to the message's outcome, which it does not"
                            + " share; start a route from that source");
        }
        if (step instanceof OnCompletionDefinition) {
            return Optional.of(
                    "onCompletion works on a copy after the message may have been acknowledged;"
                            + " make it a step of the route");
        }
        return Optional.empty();
    }

    private static Optional<String> aggregate(AggregateDefinition aggregate) {
        if (isOn(aggregate.getDiscardOnCompletionTimeout())) {
            return Optional.of("aggregate drops its members with discardOnCompletionTimeout");
        }
        if (isOn(aggregate.getDiscardOnAggregationFailure())) {
            return Optional.of("aggregate drops its members with discardOnAggregationFailure");
        }
        if (isOn(aggregate.getIgnoreInvalidCorrelationKeys())) {
            return Optional.of("aggregate drops messages with ignoreInvalidCorrelationKeys");
        }
        if (isOn(aggregate.getOptimisticLocking())) {
            return Optional.of(
                    "aggregate with optimisticLocking may join a member twice; leave it out, the"
                            + " lock is local");
        }
        if (isOn(aggregate.getCompletionFromBatchConsumer())) {
            return Optional.of(
                    "completionFromBatchConsumer counts polls, which retries and several pollers"
                            + " break; use completionSize or completionInterval");
        }
        if (aggregate.getAggregationRepository() != null
                || aggregate.getAggregationRepositoryBean() != null) {
            return Optional.of(
                    "an aggregation repository keeps batches apart from the receipts; leave it out,"
                            + " the queue is the store");
        }
        return Optional.empty();
    }

    private static Optional<String> swallows(ProcessorDefinition<?> step) {
        if (step instanceof OnExceptionDefinition onException) {
            if (isPossible(onException.getHandled(), onException.getHandledPolicy())) {
                return Optional.of(swallowed("handled"));
            }
            if (isPossible(onException.getContinued(), onException.getContinuedPolicy())) {
                return Optional.of(swallowed("continued"));
            }
        }
        if (step instanceof CatchDefinition caught && !rethrows(caught)) {
            return Optional.of(swallowed("doCatch") + ", or end the doCatch with throwException");
        }
        if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            return Optional.of(swallowed("onFallback"));
        }
        if (step instanceof EnrichDefinition enrich && isOn(enrich.getAggregateOnException())) {
            return Optional.of(swallowed("aggregateOnException"));
        }
        return Optional.empty();
    }

    private static String swallowed(String what) {
        return what
                + " swallows an error, so that the message is acknowledged without its effect"
                + LET_FAIL;
    }

    /** YAML makes an expression of the condition, the Java DSL a predicate. */
    private static boolean isPossible(ExpressionSubElementDefinition written, Predicate built) {
        boolean inText =
                written != null
                        && (written.getExpressionType() == null
                                || !"false".equals(written.getExpressionType().getExpression()));
        return inText || built != null && !"false".equals(built.toString());
    }

    private static boolean rethrows(CatchDefinition caught) {
        List<ProcessorDefinition<?>> steps = caught.getOutputs();
        if (steps.isEmpty()
                || !ProcessorDefinitionHelper.filterTypeInOutputs(steps, StopDefinition.class)
                        .isEmpty()) {
            return false;
        }
        ProcessorDefinition<?> last = steps.get(steps.size() - 1);
        return last instanceof ThrowExceptionDefinition || last instanceof RollbackDefinition;
    }

    private static Optional<String> ignoresTarget(ProcessorDefinition<?> step) {
        boolean ignores =
                step instanceof ToDynamicDefinition to && isOn(to.getIgnoreInvalidEndpoint())
                        || step instanceof RoutingSlipDefinition<?> slip
                                && isOn(slip.getIgnoreInvalidEndpoints())
                        || step instanceof DynamicRouterDefinition<?> router
                                && isOn(router.getIgnoreInvalidEndpoints())
                        || step instanceof EnrichDefinition enrich
                                && isOn(enrich.getIgnoreInvalidEndpoint());
        return ignores ? Optional.of(UnsafeChildren.IGNORED) : Optional.empty();
    }

    /** A flag is text in the model and may be a placeholder: whatever is not false counts as on. */
    static boolean isOn(String flag) {
        return flag != null && !flag.isBlank() && !"false".equals(flag);
    }

    /** Whatever is there and not true may turn out to be false. */
    private static boolean isOff(String flag) {
        return flag != null && !flag.isBlank() && !"true".equals(flag);
    }
}
