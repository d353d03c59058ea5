package io.eventfork.provisioning;

import io.eventfork.provisioning.YamlReader.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the tables with their keys and indexes. */
final class TablesReader {

    private static final int LONGEST_ATTRIBUTE_NAME = 255;

    /** What DynamoDB takes as the name of an index, which belongs to its table alone. */
    private static final Pattern INDEX_NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

    private final YamlReader yaml;
    private final ValueReader values;

    TablesReader(YamlReader yaml, ValueReader values) {
        this.yaml = yaml;
        this.values = values;
    }

    /** The table; empty, with a problem, if it has no partition key. */
    Optional<Table> read(String name, Member member) {
        String what = "table '%s'".formatted(name);
        Map<String, Member> members =
                yaml.members(member.value(), what, List.of("partition-key", "sort-key", "indexes"));
        Optional<Table.Index> keys = keys(name, what, member, members);
        List<Table.Index> indexes = indexes(members);
        keys.ifPresent(own -> requireOneType(own, indexes, members));
        return keys.map(own -> new Table(name, own.partitionKey(), own.sortKey(), indexes));
    }

    private List<Table.Index> indexes(Map<String, Member> table) {
        List<Table.Index> indexes = new ArrayList<>();
        Member section = table.get("indexes");
        if (section == null) {
            return indexes;
        }
        yaml.members(section.value(), "indexes")
                .forEach(
                        (name, member) -> {
                            String what = "index '%s'".formatted(name);
                            if (!INDEX_NAME.matcher(name).matches()) {
                                yaml.problem(
                                        member.key(),
                                        "AWS refuses the name of %s: write 3 to 255 letters, digits, hyphens, underscores and dots"
                                                .formatted(what));
                            }
                            Map<String, Member> members =
                                    yaml.members(
                                            member.value(),
                                            what,
                                            List.of("partition-key", "sort-key"));
                            keys(name, what, member, members).ifPresent(indexes::add);
                        });
        if (indexes.size() > Table.MOST_INDEXES) {
            yaml.problem(
                    section.key(), "a table has %d indexes at most".formatted(Table.MOST_INDEXES));
        }
        return indexes;
    }

    /** The keys of a table or an index; empty, with a problem, without a partition key. */
    private Optional<Table.Index> keys(
            String name, String what, Member member, Map<String, Member> members) {
        if (!members.containsKey("partition-key")) {
            yaml.problem(
                    member.key(),
                    "%s needs a partition key: write 'partition-key: { Id: S }'".formatted(what));
        }
        Optional<Table.Key> partitionKey = key(members, "partition-key");
        Optional<Table.Key> sortKey = key(members, "sort-key");
        if (partitionKey.isPresent()
                && sortKey.isPresent()
                && sortKey.get().attribute().equals(partitionKey.get().attribute())) {
            yaml.problem(
                    members.get("sort-key").value(),
                    "the sort key is the partition key: name another attribute");
        }
        return partitionKey.map(key -> new Table.Index(name, key, sortKey));
    }

    private Optional<Table.Key> key(Map<String, Member> members, String name) {
        Member member = members.get(name);
        if (member == null) {
            return Optional.empty();
        }
        int before = yaml.problems().size();
        Map<String, Member> attributes = yaml.members(member.value(), name);
        if (attributes.size() != 1) {
            if (yaml.problems().size() == before) {
                yaml.problem(
                        member.value(),
                        "%s must be one attribute and its type: write '%s: { Id: S }'"
                                .formatted(name, name));
            }
            return Optional.empty();
        }
        String attribute = attributes.keySet().iterator().next();
        Member type = attributes.get(attribute);
        if (attribute.isEmpty() || attribute.length() > LONGEST_ATTRIBUTE_NAME) {
            yaml.problem(
                    type.key(),
                    "the name of a key attribute must have 1 to %d characters"
                            .formatted(LONGEST_ATTRIBUTE_NAME));
        }
        return values.choice(type, "the type of '%s'".formatted(attribute), List.of("S", "N", "B"))
                .map(scalar -> new Table.Key(attribute, scalar));
    }

    /** DynamoDB knows one type of an attribute, however many keys it is part of. */
    private void requireOneType(
            Table.Index own, List<Table.Index> indexes, Map<String, Member> table) {
        Map<String, String> types = new HashMap<>();
        own.keys().forEach(key -> types.put(key.attribute(), key.type()));
        for (Table.Index index : indexes) {
            index.keys()
                    .filter(
                            key ->
                                    !types.merge(key.attribute(), key.type(), (a, b) -> a)
                                            .equals(key.type()))
                    .forEach(
                            key ->
                                    yaml.problem(
                                            table.get("indexes").key(),
                                            "index '%s' takes '%s' for type %s, another key for type %s: make them equal"
                                                    .formatted(
                                                            index.name(),
                                                            key.attribute(),
                                                            key.type(),
                                                            types.get(key.attribute()))));
        }
    }
}
