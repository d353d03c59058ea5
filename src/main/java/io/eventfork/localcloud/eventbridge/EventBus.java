package io.eventfork.localcloud.eventbridge;

import io.eventfork.localcloud.json.JsonException;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** A bus and its rules. Thread-safe: reads take no lock, changes take this object's. */
final class EventBus {

    private final String name;
    private final String arn;
    private final String region;
    private final Optional<String> description;
    private final Instant created;
    private final NavigableMap<String, Rule> rules = new ConcurrentSkipListMap<>();

    EventBus(String region, String name, Optional<String> description, Instant created) {
        this.name = name;
        this.arn = Arns.bus(region, name);
        this.region = region;
        this.description = description;
        this.created = created;
    }

    String name() {
        return name;
    }

    String arn() {
        return arn;
    }

    Optional<String> description() {
        return description;
    }

    Instant created() {
        return created;
    }

    /** All rules by name. */
    NavigableMap<String, Rule> rules() {
        return rules;
    }

    String arnOf(String rule) {
        return Arns.rule(region, name, rule);
    }

    /** The rule of that name, or a {@code ResourceNotFoundException}. */
    Rule rule(String rule) {
        Rule found = rules.get(rule);
        if (found == null) {
            throw EventsErrors.noRule(rule, name);
        }
        return found;
    }

    /** Puts a new rule, or replaces one, which keeps its targets. */
    synchronized void put(Rule rule) {
        Rule existing = rules.get(rule.name());
        rules.put(rule.name(), existing == null ? rule : rule.withTargets(existing.targets()));
    }

    /** Changes the rule of that name, or throws {@code ResourceNotFoundException}. */
    synchronized void change(String rule, UnaryOperator<Rule> change) {
        rules.put(rule, change.apply(rule(rule)));
    }

    /** Removes a rule without targets, and none if there is none of that name. */
    synchronized void remove(String rule) {
        Rule existing = rules.get(rule);
        if (existing != null && !existing.targets().isEmpty()) {
            throw JsonException.validation("Rule can't be deleted since it has targets.");
        }
        rules.remove(rule);
    }
}
