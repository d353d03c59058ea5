package io.eventfork.runtime.inspection;

import java.util.Set;

/** The steps of the YAML DSL that name an endpoint. */
final class Steps {

    /** Steps that send to an endpoint or fetch from one. */
    static final Set<String> SENDING =
            Set.of("to", "toD", "wireTap", "enrich", "pollEnrich", "poll");

    /** Schemes that lead to another route of the same application. */
    static final Set<String> JOINING = Set.of("direct", "seda", "group-commit");

    private Steps() {}
}
