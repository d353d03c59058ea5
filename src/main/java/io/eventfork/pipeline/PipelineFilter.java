package io.eventfork.pipeline;

import io.eventfork.delivery.Disposition;
import io.eventfork.event.FilterPolicy;
import io.eventfork.event.InvalidFilterPolicyException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The content-based filter of a pipeline. The policy is the one of the queue's subscription in
 * {@code resources.yaml}, so that it is written once, unless the pipeline has one of its own.
 *
 * <p>A bean of a route template: set up by its setters before the route starts, then thread-safe.
 */
public final class PipelineFilter {

    private String queue = "";
    private String policy = "";
    private FilterPolicy.Scope scope = FilterPolicy.Scope.MESSAGE_ATTRIBUTES;
    private Function<String, Optional<FilterPolicy>> declared = name -> Optional.empty();
    private volatile Optional<FilterPolicy> own = Optional.empty();

    /** The bare name of the pipeline's queue. */
    public void setQueue(String queue) {
        this.queue = queue;
    }

    /** A filter policy in the grammar of SNS; empty to take the one of the subscription. */
    public void setPolicy(String policy) {
        this.policy = policy;
    }

    /** {@code MessageAttributes} or {@code MessageBody}; of a policy of its own. */
    public void setScope(String wireName) {
        try {
            scope = FilterPolicy.Scope.parse(wireName);
        } catch (InvalidFilterPolicyException e) {
            throw new IllegalArgumentException(
                    "SubscriptionFilterPolicyScope is "
                            + wireName
                            + "; write MessageAttributes or MessageBody.",
                    e);
        }
    }

    /** The declared policy of a queue's subscription, by the queue's bare name. */
    public void setDeclared(Function<String, Optional<FilterPolicy>> declared) {
        this.declared = declared;
    }

    /**
     * Compiles the policy.
     *
     * @throws IllegalArgumentException if it is not valid
     */
    public void compile() {
        try {
            own =
                    policy.isBlank()
                            ? Optional.empty()
                            : Optional.of(FilterPolicy.parse(policy, scope));
        } catch (InvalidFilterPolicyException e) {
            throw new IllegalArgumentException(
                    "SubscriptionFilterPolicy is not valid: " + e.getMessage(), e);
        }
    }

    /** Whether the pipeline wants this message. */
    public boolean matches(Exchange exchange) {
        Optional<FilterPolicy> applied = applied();
        boolean matches =
                applied.isEmpty()
                        || applied.get()
                                .matches(
                                        EventReader.attributes(exchange.getMessage()),
                                        exchange.getMessage().getBody(String.class));
        if (!matches) {
            Disposition.FILTERED.note(exchange);
        }
        return matches;
    }

    /** As {@link #matches(Exchange)}, for a message that no route has received. */
    public boolean matches(Map<String, MessageAttributeValue> attributes, String body) {
        Optional<FilterPolicy> applied = applied();
        return applied.isEmpty() || applied.get().matches(EventReader.attributes(attributes), body);
    }

    /** Asked anew for each message: resources.yaml may change while the route goes on. */
    private Optional<FilterPolicy> applied() {
        return own.isPresent() ? own : declared.apply(queue);
    }
}
