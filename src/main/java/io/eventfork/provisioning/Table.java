package io.eventfork.provisioning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A DynamoDB table that is billed on demand.
 *
 * @param indexes its global secondary indexes, in the order in which they are declared
 */
public record Table(String name, Key partitionKey, Optional<Key> sortKey, List<Index> indexes)
        implements Resource {

    /** The most global secondary indexes of a table, unless AWS has raised the quota. */
    static final int MOST_INDEXES = 20;

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

    /** A global secondary index that holds whole items, that is with projection {@code ALL}. */
    public record Index(String name, Key partitionKey, Optional<Key> sortKey) {

        Stream<Key> keys() {
            return Stream.concat(Stream.of(partitionKey), sortKey.stream());
        }
    }

    public Table {
        indexes = List.copyOf(indexes);
    }

    /** A table without indexes. */
    public Table(String name, Key partitionKey, Optional<Key> sortKey) {
        this(name, partitionKey, sortKey, List.of());
    }

    /** The type of each attribute that is part of a key, of the table or of an index. */
    public Map<String, String> keyAttributes() {
        Map<String, String> types = new LinkedHashMap<>();
        Stream.concat(
                        Stream.concat(Stream.of(partitionKey), sortKey.stream()),
                        indexes.stream().flatMap(Index::keys))
                .forEach(key -> types.put(key.attribute(), key.type()));
        return types;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.TABLE;
    }
}
