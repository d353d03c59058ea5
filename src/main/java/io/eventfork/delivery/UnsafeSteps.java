package io.eventfork.delivery;

import java.util.List;
import java.util.Optional;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;

/**
 * The steps that can lose a message of a queue, and why. What carries its receipts safely is not
 * here: seda, wireTap, aggregate, threads, delay, loop, filter, and split or multicast that wait
 * for their children. Stateless.
 */
final class UnsafeSteps {

    private static final String LET_FAIL =
            "; let it fail, and delivery retries, waits for the sink, or dead-letters it with the reason";

    private UnsafeSteps() {}

    /** Why a step is unsafe; empty if it is safe. */
    static Optional<String> of(ProcessorDefinition<?> step) {
        if (step instanceof ResequenceDefinition) {
            return Optional.of(
                    "resequence keeps messages in memory without their receipts, so that a crash loses them");
        }
        if (step instanceof IdempotentConsumerDefinition) {
            return Optional.of(
                    "idempotentConsumer acknowledges a second copy while the first is still on its way, so that both"
                            + " can be lost; write by a natural key or the event id instead");
        }
        if (step instanceof AggregateDefinition aggregate) {
            return aggregate(aggregate);
        }
        if (step instanceof MulticastDefinition multicast && multicast.getTimeout() != null) {
            return Optional.of(timeout("multicast"));
        }
        if (step instanceof SplitDefinition split && split.getTimeout() != null) {
            return Optional.of(timeout("split"));
        }
        if (step instanceof RecipientListDefinition<?> list && list.getTimeout() != null) {
            return Optional.of(timeout("recipientList"));
        }
        if (step instanceof OnExceptionDefinition onException) {
            return onException(onException);
        }
        if (step instanceof CatchDefinition caught && !rethrows(caught)) {
            return Optional.of(
                    "doCatch swallows an error, so that the message is acknowledged without its effect; end it with"
                            + " throwException, or"
                            + LET_FAIL.substring(1));
        }
        if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            return Optional.of(
                    "onFallback swallows an error, so that the message is acknowledged without its effect"
                            + LET_FAIL);
        }
        if (step instanceof OnCompletionDefinition) {
            return Optional.of(
                    "onCompletion works on a copy after the message may have been acknowledged; make it a step of the route");
        }
        return Optional.empty();
    }

    /** Why a target is unsafe; empty if it is safe. */
    static Optional<String> ofTarget(String uri) {
        boolean discards = uri.startsWith("seda:") && uri.contains("discardWhenFull=true");
        return discards
                ? Optional.of("discardWhenFull drops messages; use blockWhenFull")
                : Optional.empty();
    }

    /** Why a route as a whole is unsafe; empty if it is safe. */
    static Optional<Unsafe> ofRoute(RouteDefinition route) {
        return route.getErrorHandlerFactory() instanceof DeadLetterChannelDefinition
                ? Optional.of(
                        new Unsafe(
                                route.getId(),
                                "errorHandler",
                                "a dead letter channel swallows the error" + LET_FAIL))
                : Optional.empty();
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
                    "aggregate with optimisticLocking may join a member twice; leave it out, the lock is local");
        }
        if (aggregate.getAggregationRepository() != null) {
            return Optional.of(
                    "an aggregation repository keeps batches apart from the receipts; leave it out, the queue is the store");
        }
        return Optional.empty();
    }

    private static Optional<String> onException(OnExceptionDefinition onException) {
        if (isPossible(onException.getHandled())) {
            return Optional.of(
                    "handled swallows an error, so that the message is acknowledged without its effect"
                            + LET_FAIL);
        }
        if (isPossible(onException.getContinued())) {
            return Optional.of(
                    "continued swallows an error, so that the message is acknowledged without its effect"
                            + LET_FAIL);
        }
        return Optional.empty();
    }

    private static boolean isPossible(
            org.apache.camel.model.ExpressionSubElementDefinition condition) {
        return condition != null
                && (condition.getExpressionType() == null
                        || !"false".equals(condition.getExpressionType().getExpression()));
    }

    private static boolean rethrows(CatchDefinition caught) {
        List<ProcessorDefinition<?>> steps = caught.getOutputs();
        if (steps.isEmpty()) {
            return false;
        }
        ProcessorDefinition<?> last = steps.get(steps.size() - 1);
        return last instanceof ThrowExceptionDefinition || last instanceof RollbackDefinition;
    }

    private static String timeout(String step) {
        return step
                + " with a timeout goes on without its slow children, so that their work can be lost";
    }

    /** A flag is text in the model and may be a placeholder: whatever is not false counts as on. */
    private static boolean isOn(String flag) {
        return flag != null && !flag.isBlank() && !"false".equals(flag);
    }
}
