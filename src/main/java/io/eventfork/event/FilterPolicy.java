package io.eventfork.event;

import java.util.Map;

/**
 * A subscription filter policy of Amazon SNS: decides which messages a subscriber wants.
 *
 * <p>The grammar and its limits are those of the Amazon SNS developer guide (subscription filter
 * policies, filter policy constraints, AND/OR logic):
 *
 * <ul>
 *   <li>keys are joined by AND, the values of a key by OR, the objects of {@code $or} by OR;
 *   <li>values: exact string, number, {@code true}, {@code false}, {@code null}, {@code prefix},
 *       {@code suffix}, {@code equals-ignore-case}, {@code numeric}, {@code cidr}, {@code exists},
 *       {@code anything-but};
 *   <li>at most 5 keys, 150 combinations and 256 KiB; numbers between ±10<sup>9</sup> with at most
 *       5 decimals.
 * </ul>
 *
 * <p>Where the guide leaves a choice:
 *
 * <ul>
 *   <li>An array matches if any of its elements does, {@code anything-but} included: it matches an
 *       array that contains a value which is not listed.
 *   <li>Arrays of objects in a body are flattened: each key may be satisfied by another element.
 *       {@code exists: false} means that no element has the key.
 *   <li>Of a key that occurs twice, at the same level or again inside {@code $or}, the last one
 *       counts.
 *   <li>{@code $or} without an array of at least two objects free of operator names is a key named
 *       {@code $or}.
 *   <li>{@code 100}, {@code 100.00} and {@code 1E+2} are the same number, compared exactly with all
 *       their digits; a number never equals a text.
 *   <li>An attribute of type {@code Binary} counts as absent; an attribute that a policy names and
 *       that is no valid {@code String.Array} keeps the message from being delivered.
 * </ul>
 *
 * <p>Immutable and thread-safe: parse once, match from any thread. A match takes time linear in the
 * message.
 */
public final class FilterPolicy {

    /** What a policy looks at. */
    public enum Scope {
        /** The message attributes: the default. */
        MESSAGE_ATTRIBUTES("MessageAttributes"),
        /** The message body, which has to be a JSON object. */
        MESSAGE_BODY("MessageBody");

        private final String wireName;

        Scope(String wireName) {
            this.wireName = wireName;
        }

        /** The value of the subscription attribute {@code FilterPolicyScope}. */
        public String wireName() {
            return wireName;
        }

        /**
         * The scope of that name.
         *
         * @throws InvalidFilterPolicyException if there is none
         */
        public static Scope parse(String wireName) {
            for (Scope scope : values()) {
                if (scope.wireName.equals(wireName)) {
                    return scope;
                }
            }
            throw InvalidFilterPolicyException.scope(wireName);
        }
    }

    private final String json;
    private final Scope scope;
    private final PolicyRules rules;

    private FilterPolicy(String json, Scope scope, PolicyRules rules) {
        this.json = json;
        this.scope = scope;
        this.rules = rules;
    }

    /**
     * Reads and checks a policy.
     *
     * @param json the policy; <code>{}</code> accepts every message
     * @param scope what the policy looks at
     * @throws InvalidFilterPolicyException if SNS would refuse it; the message is the reason in the
     *     words of SNS
     */
    public static FilterPolicy parse(String json, Scope scope) {
        return new FilterPolicy(json, scope, new FilterPolicyParser(scope).parse(json));
    }

    /**
     * Whether a subscriber with this policy receives the message.
     *
     * @param attributes the message attributes by name; not looked at in body scope
     * @param body the message body; not looked at in attribute scope. In body scope anything but a
     *     JSON object is refused
     */
    public boolean matches(Map<String, AttributeValue> attributes, String body) {
        if (rules.acceptsAll()) {
            return true;
        }
        return scope == Scope.MESSAGE_BODY
                ? BodyMatcher.matches(rules, body)
                : AttributeMatcher.matches(rules, attributes);
    }

    /** As {@link #matches}, with the conditions that decided. */
    public FilterVerdict judge(Map<String, AttributeValue> attributes, String body) {
        return scope == Scope.MESSAGE_BODY
                ? VerdictFinder.ofBody(rules, body)
                : VerdictFinder.ofAttributes(rules, attributes);
    }

    /** What the policy looks at. */
    public Scope scope() {
        return scope;
    }

    /** The policy as it was written. */
    public String json() {
        return json;
    }

    @Override
    public String toString() {
        return scope.wireName + " " + json;
    }
}
