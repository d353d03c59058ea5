package io.eventfork.template;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A call of a bean in a route, or a property that a route gives to a bean of its own.
 *
 * @param isEndpoint whether the route calls it as an endpoint, as it does for every effect
 * @param name {@code cartTable.record}, or {@code io.eventfork.outbox.OutboxRelay#table}
 * @param arguments as they are written; the value of the property
 */
record BeanUse(RouteUnit unit, boolean isEndpoint, String name, List<String> arguments) {

    /** A call, as {@code record(${body}, '{{table:cart-items}}')}. */
    static BeanUse call(RouteUnit unit, boolean isEndpoint, String bean, String method) {
        int open = method.indexOf('(');
        int close = method.lastIndexOf(')');
        if (open < 0 || close < open) {
            return new BeanUse(unit, isEndpoint, bean + "." + method.strip(), List.of());
        }
        return new BeanUse(
                unit,
                isEndpoint,
                bean + "." + method.substring(0, open).strip(),
                Arrays.stream(method.substring(open + 1, close).split(",", -1))
                        .map(String::strip)
                        .toList());
    }

    static BeanUse property(RouteUnit unit, String type, String name, String value) {
        return new BeanUse(unit, false, type + "#" + name, List.of(value));
    }

    /** The resource that is the argument at a position, counted from 1. */
    Optional<Reference> reference(int position) {
        return position > arguments.size()
                ? Optional.empty()
                : Reference.of(arguments.get(position - 1));
    }

    /** Whether it may need something from the cloud, as far as the route shows. */
    boolean mayNeedSomething() {
        return isEndpoint || arguments.stream().anyMatch(Reference::isIn);
    }
}
