package io.eventfork.runtime.inspection;

import java.util.List;

/**
 * A route as its files write it.
 *
 * @param id empty if it has none
 * @param description its own, or that of its template; empty if there is none
 * @param template the id of the template that it is made of; empty if it is written out
 * @param from where it starts
 * @param calls its steps that call something, in the order in which they are written
 * @param waits whether it is not started with the application
 * @param spot where its entry is
 */
record CatalogueRoute(
        String id,
        String description,
        String template,
        Call from,
        List<Call> calls,
        boolean waits,
        Spot spot) {

    CatalogueRoute {
        calls = List.copyOf(calls);
    }
}
