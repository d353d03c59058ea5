package io.eventfork.event;

import java.io.Serial;

/**
 * A filter policy, or its scope, that SNS would refuse.
 *
 * <p>The message is the reason alone, in the words of SNS, for example {@code Empty arrays are not
 * allowed}. {@link #rejection()} is what SNS answers after {@code Invalid parameter: }, or after
 * {@code Invalid parameter: Attributes Reason: } when the policy came with a subscription.
 */
public final class InvalidFilterPolicyException extends IllegalArgumentException {

    @Serial private static final long serialVersionUID = 1L;

    private final String rejection;

    private InvalidFilterPolicyException(String reason, String rejection) {
        super(reason);
        this.rejection = rejection;
    }

    static InvalidFilterPolicyException policy(String reason) {
        return new InvalidFilterPolicyException(reason, "FilterPolicy: " + reason);
    }

    /** SNS names no parameter when the scope and the shape of a policy do not fit each other. */
    static InvalidFilterPolicyException nestedInAttributeScope() {
        String reason =
                "Filter policy scope MessageAttributes does not support nested filter policy";
        return new InvalidFilterPolicyException(reason, reason);
    }

    static InvalidFilterPolicyException scope(String value) {
        String reason =
                "Invalid value [" + value + "]. Please use either MessageBody or MessageAttributes";
        return new InvalidFilterPolicyException(reason, "FilterPolicyScope: " + reason);
    }

    /** The text SNS answers after {@code Invalid parameter: }. */
    public String rejection() {
        return rejection;
    }
}
