package io.eventfork.provisioning;

import io.eventfork.event.FilterPolicy;

/**
 * The filter policy of a subscription.
 *
 * @param json the policy in the grammar of SNS, as compact JSON with numbers as they were written
 * @param scope whether the policy looks at message attributes or at the body
 */
public record SubscriptionFilter(String json, FilterPolicy.Scope scope) {

    /** Whether the policy names any condition; <code>{}</code> accepts every message. */
    boolean isSelective() {
        return !json.equals("{}");
    }

    /** The compiled policy, as the route evaluates it. */
    public FilterPolicy policy() {
        return FilterPolicy.parse(json, scope);
    }
}
