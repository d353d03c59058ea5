package io.eventfork.template;

import io.eventfork.provisioning.ResourceKind;
import java.util.List;
import java.util.Optional;

/**
 * What the needs of routes are noted with.
 *
 * @param arns of the resources
 * @param grants gets what is needed
 * @param keys gets the keys that are needed
 */
record Needs(Arns arns, Grants grants, KmsKeys keys) {

    /** The resource of an endpoint; empty, with a note, if nobody can tell which it is. */
    Optional<Target> target(EndpointUse use, ResourceKind kind) {
        Optional<Reference> reference = Reference.of(use.path());
        if (reference.isPresent()) {
            return declared(use.unit(), reference.get());
        }
        if (use.path().contains("{{") || use.path().contains("${")) {
            grants.notCovered(
                    use.unit(),
                    "the %s of %s:%s is known only while the route runs"
                            .formatted(kind.label(), use.scheme(), use.path()));
            return Optional.empty();
        }
        return Optional.of(Target.named(arns, kind, use.path()));
    }

    /** The resource that a route names; empty, with a note, if it is not declared. */
    Optional<Target> declared(RouteUnit unit, Reference reference) {
        if (!arns.isDeclared(reference)) {
            grants.notCovered(
                    unit,
                    "the %s '%s' is not declared"
                            .formatted(reference.kind().label(), reference.name()));
            return Optional.empty();
        }
        return Optional.of(Target.declared(arns, reference.kind(), reference.name()));
    }

    void allow(RouteUnit unit, Target target, String... actions) {
        grants.allow(unit.app(), target.arn(), List.of(actions));
    }
}
