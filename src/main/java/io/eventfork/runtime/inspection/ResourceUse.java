package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.ResourceKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A route names a resource.
 *
 * @param name the bare name
 * @param spot where: for a value that a route gives to its template, there
 */
record ResourceUse(ResourceKind kind, String name, Spot spot) {

    /** The kinds that routes name, by the property function that names them: {@code queue}. */
    static final Map<String, ResourceKind> FUNCTIONS =
            Collections.unmodifiableMap(
                    Arrays.stream(ResourceKind.values())
                            .filter(
                                    kind ->
                                            !Set.of(ResourceKind.SUBSCRIPTION, ResourceKind.RULE)
                                                    .contains(kind))
                            .collect(Collectors.toMap(ResourceKind::label, Function.identity())));

    /** The resources that a text names; names that are not known yet are left out. */
    static List<ResourceUse> in(String text, Spot spot) {
        return Placeholder.in(text).stream()
                .filter(found -> !found.function(FUNCTIONS.keySet()).isEmpty())
                .filter(found -> !found.argument().contains("{{"))
                .map(
                        found ->
                                new ResourceUse(
                                        FUNCTIONS.get(found.function(FUNCTIONS.keySet())),
                                        found.argument(),
                                        spot))
                .toList();
    }
}
