package io.eventfork.provisioning;

import java.util.Optional;

/** A DynamoDB table that is billed on demand. */
public record Table(String name, Key partitionKey, Optional<Key> sortKey) implements Resource {

    /**
     * A key attribute.
     *
     * @param type the DynamoDB scalar type: {@code S}, {@code N} or {@code B}
     */
    public record Key(String attribute, String type) {

        @Override
        public String toString() {
            return attribute + " " + type;
        }
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.TABLE;
    }
}
