package io.eventfork.localcloud.eventbridge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A rule and its targets. Immutable and thread-safe.
 *
 * @param state {@code ENABLED}, {@code DISABLED} or another that AWS knows and that enables it
 * @param targets by id, in the order they were put
 */
record Rule(
        String name,
        String arn,
        EventPattern pattern,
        String state,
        Optional<String> description,
        Optional<String> roleArn,
        Map<String, Target> targets) {

    static final String ENABLED = "ENABLED";
    static final String DISABLED = "DISABLED";

    Rule {
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
    }

    boolean wants(Event event) {
        return !state.equals(DISABLED) && pattern.matches(event.json());
    }

    Rule withState(String newState) {
        return new Rule(name, arn, pattern, newState, description, roleArn, targets);
    }

    Rule withTargets(Map<String, Target> newTargets) {
        return new Rule(name, arn, pattern, state, description, roleArn, newTargets);
    }
}
