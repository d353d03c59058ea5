package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A route that could not be created.
 *
 * @param origin where its steps are written out; empty if the step at fault is not among them
 * @param ofAValue whether a value was refused that the route gives to its template
 * @param fault the place of the step first, that of the route last
 */
record CreationFailure(String origin, boolean ofAValue, Fault fault) {

    /**
     * The fault, with the place of the route first if the template is not to blame: other routes
     * are made of it and must not go down with this one.
     *
     * @param sound origins of routes that could be created
     */
    Fault fault(Set<String> sound) {
        if (!ofAValue && !sound.contains(origin)) {
            return fault;
        }
        List<Fault.Place> places = new ArrayList<>(fault.places());
        Collections.reverse(places);
        return new Fault(places, fault.reason());
    }
}
