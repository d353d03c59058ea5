package io.eventfork.localcloud.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.event.FilterPolicy;
import io.eventfork.event.FilterPolicy.Scope;
import io.eventfork.event.InvalidFilterPolicyException;
import io.eventfork.localcloud.queues.QueueArns;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of a subscription that a user can set. Immutable and thread-safe.
 *
 * @param raw whether queues get the message as it was published, not the JSON envelope
 * @param scope what the filter policy looks at
 * @param filterPolicy which messages are delivered; all without one
 * @param redrivePolicy where messages go that cannot be delivered; they are discarded without one
 */
record SubscriptionSettings(
        boolean raw,
        Scope scope,
        Optional<FilterPolicy> filterPolicy,
        Optional<RedrivePolicy> redrivePolicy) {

    static final String RAW = "RawMessageDelivery";
    static final String FILTER_POLICY = "FilterPolicy";
    static final String SCOPE = "FilterPolicyScope";
    static final String REDRIVE_POLICY = "RedrivePolicy";

    static final SubscriptionSettings DEFAULT =
            new SubscriptionSettings(
                    false, Scope.MESSAGE_ATTRIBUTES, Optional.empty(), Optional.empty());

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A dead-letter queue.
     *
     * @param json the policy as it was written
     * @param queueArn the queue it names
     */
    record RedrivePolicy(String json, String queueArn) {}

    /** The values of a subscribe request, the scope before the policy it is for. */
    static SubscriptionSettings of(Map<String, String> attributes) {
        SubscriptionSettings settings = DEFAULT;
        if (attributes.containsKey(SCOPE)) {
            settings = settings.with(SCOPE, attributes.get(SCOPE));
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            settings = settings.with(attribute.getKey(), attribute.getValue());
        }
        return settings;
    }

    /** These settings with another value of one attribute; an empty one takes a policy away. */
    SubscriptionSettings with(String name, String value) {
        return switch (name) {
            case RAW -> new SubscriptionSettings(rawOf(value), scope, filterPolicy, redrivePolicy);
            case FILTER_POLICY ->
                    new SubscriptionSettings(
                            raw,
                            scope,
                            value.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(policyOf(value, scope)),
                            redrivePolicy);
            case SCOPE -> {
                Scope changed = scopeOf(value);
                yield new SubscriptionSettings(
                        raw,
                        changed,
                        filterPolicy.map(policy -> policyOf(policy.json(), changed)),
                        redrivePolicy);
            }
            case REDRIVE_POLICY ->
                    new SubscriptionSettings(
                            raw,
                            scope,
                            filterPolicy,
                            value.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(redrivePolicyOf(value)));
            default -> throw SnsErrors.invalidParameter("AttributeName");
        };
    }

    /** The attributes as they are read back. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(RAW, Boolean.toString(raw));
        filterPolicy.ifPresent(
                policy -> {
                    attributes.put(FILTER_POLICY, policy.json());
                    attributes.put(SCOPE, scope.wireName());
                });
        redrivePolicy.ifPresent(policy -> attributes.put(REDRIVE_POLICY, policy.json()));
        return attributes;
    }

    /** Whether every attribute that a repeated subscribe request names has the value it names. */
    boolean agreesWith(Map<String, String> requested) {
        SubscriptionSettings wanted = of(requested);
        return (!requested.containsKey(RAW) || raw == wanted.raw)
                && (!requested.containsKey(SCOPE) || scope == wanted.scope)
                && (!requested.containsKey(FILTER_POLICY)
                        || json(filterPolicy).equals(json(wanted.filterPolicy)))
                && (!requested.containsKey(REDRIVE_POLICY)
                        || redrivePolicy.equals(wanted.redrivePolicy));
    }

    private static String json(Optional<FilterPolicy> policy) {
        return policy.map(FilterPolicy::json).orElse("");
    }

    private static boolean rawOf(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw SnsErrors.invalidParameter(
                            "RawMessageDelivery: Invalid value ["
                                    + value
                                    + "]. Must be true or false.");
        };
    }

    private static Scope scopeOf(String value) {
        try {
            return Scope.parse(value);
        } catch (InvalidFilterPolicyException e) {
            throw SnsErrors.invalidParameter(e.rejection());
        }
    }

    private static FilterPolicy policyOf(String json, Scope scope) {
        try {
            return FilterPolicy.parse(json, scope);
        } catch (InvalidFilterPolicyException e) {
            throw SnsErrors.invalidParameter(e.rejection());
        }
    }

    private static RedrivePolicy redrivePolicyOf(String json) {
        JsonNode arn;
        try {
            arn = JSON.readTree(json).path("deadLetterTargetArn");
        } catch (JsonProcessingException e) {
            throw SnsErrors.invalidParameter("RedrivePolicy: failed to parse JSON.");
        }
        if (!QueueArns.isStandard(arn.asText())) {
            throw SnsErrors.invalidParameter(
                    "RedrivePolicy: deadLetterTargetArn is an invalid arn");
        }
        return new RedrivePolicy(json, arn.asText());
    }
}
