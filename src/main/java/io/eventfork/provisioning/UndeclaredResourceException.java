package io.eventfork.provisioning;

/** A route names a resource that no {@code resources.yaml} declares. */
public final class UndeclaredResourceException extends RuntimeException {

    UndeclaredResourceException(ResourceKind kind, String name) {
        super("%s '%s' is not declared in any resources.yaml".formatted(kind.label(), name));
    }
}
