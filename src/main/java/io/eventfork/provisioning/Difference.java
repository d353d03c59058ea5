package io.eventfork.provisioning;

/** A property of a resource that exists with another value than the declared one. */
public record Difference(String property, String real, String declared) {

    @Override
    public String toString() {
        return "%s %s, declared %s".formatted(property, real, declared);
    }
}
