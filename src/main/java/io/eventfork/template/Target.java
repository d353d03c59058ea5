package io.eventfork.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.provisioning.ResourceKind;
import java.util.Optional;

/** A resource that a route uses. */
interface Target {

    /** Its ARN. */
    JsonNode arn();

    /** The ARN of something below it, as {@code /*}: the objects of a bucket. */
    JsonNode below(String rest);

    /** The bare name under which it is declared; empty if it is not. */
    Optional<String> declaredName();

    static Target declared(Arns arns, ResourceKind kind, String name) {
        return new Declared(arns, kind, name);
    }

    static Target named(Arns arns, ResourceKind kind, String physicalName) {
        return new Named(arns, kind, physicalName);
    }

    /** One of the template's own. */
    record Declared(Arns arns, ResourceKind kind, String name) implements Target {

        @Override
        public JsonNode arn() {
            return arns.of(kind, name);
        }

        @Override
        public JsonNode below(String rest) {
            return arns.below(kind, name, rest);
        }

        @Override
        public Optional<String> declaredName() {
            return Optional.of(name);
        }
    }

    /** One that is made elsewhere, by its name or ARN. */
    record Named(Arns arns, ResourceKind kind, String physicalName) implements Target {

        @Override
        public JsonNode arn() {
            return below("");
        }

        @Override
        public JsonNode below(String rest) {
            return physicalName.startsWith("arn:")
                    ? Json.text(physicalName + rest)
                    : arns.named(kind, physicalName, rest);
        }

        @Override
        public Optional<String> declaredName() {
            return Optional.empty();
        }
    }
}
