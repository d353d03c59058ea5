package io.eventfork.provisioning;

import io.eventfork.provisioning.YamlReader.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one {@code resources.yaml}; one instance a file. */
final class ResourcesReader {

    private static final Duration SHORTEST_VISIBILITY = Duration.ofSeconds(1);
    private static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);

    private final YamlReader yaml;
    private final ValueReader values;
    private final Naming naming;
    private final ResourcesBuilder builder = new ResourcesBuilder();

    ResourcesReader(String file, Naming naming, UnaryOperator<String> settings) {
        this.yaml = new YamlReader(file, settings);
        this.values = new ValueReader(yaml);
        this.naming = naming;
    }

    Resources read(String text) {
        yaml.root(text).ifPresent(this::file);
        List<Problem> problems = new ArrayList<>(yaml.problems());
        if (problems.isEmpty()) {
            problems.addAll(builder.problems());
        }
        if (!problems.isEmpty()) {
            throw new InvalidResourcesException(problems);
        }
        return builder.build();
    }

    private void file(Node root) {
        List<String> sections =
                Arrays.stream(ResourceKind.values()).map(ResourceKind::section).toList();
        Map<String, Member> members = yaml.members(root, "the file", sections);
        Map<String, Member> topics = named(ResourceKind.TOPIC, members);
        Map<String, Member> queues = named(ResourceKind.QUEUE, members);
        topics.forEach(this::topic);
        queues.forEach(this::queue);
        Optional.ofNullable(members.get(ResourceKind.SUBSCRIPTION.section()))
                .ifPresent(
                        section ->
                                new SubscriptionsReader(yaml, topics.keySet(), queues.keySet())
                                        .read(section.value(), this::declare));
        Map<String, Member> buses = named(ResourceKind.BUS, members);
        buses.forEach(this::bus);
        RulesReader rules = new RulesReader(yaml, buses.keySet(), queues.keySet());
        named(ResourceKind.RULE, members)
                .forEach(
                        (name, member) ->
                                rules.read(name, member)
                                        .ifPresent(rule -> declare(rule, member.key())));
        TablesReader tables = new TablesReader(yaml, values);
        named(ResourceKind.TABLE, members)
                .forEach(
                        (name, member) ->
                                tables.read(name, member)
                                        .ifPresent(table -> declare(table, member.key())));
        named(ResourceKind.BUCKET, members).forEach(this::bucket);
        if (builder.isEmpty() && yaml.problems().isEmpty()) {
            yaml.problem(
                    root,
                    "the file declares nothing: write %s, or delete the file"
                            .formatted(YamlReader.oneOf(sections)));
        }
    }

    private Map<String, Member> named(ResourceKind kind, Map<String, Member> file) {
        Member section = file.get(kind.section());
        Map<String, Member> members =
                section == null
                        ? new LinkedHashMap<>()
                        : yaml.members(section.value(), kind.section());
        members.forEach(
                (name, member) ->
                        naming.problemOf(kind, name)
                                .ifPresent(text -> yaml.problem(member.key(), text)));
        return members;
    }

    private void topic(String name, Member member) {
        if (!yaml.members(member.value(), "topic '%s'".formatted(name)).isEmpty()) {
            yaml.problem(member.value(), "a topic has no members: write '%s:'".formatted(name));
        }
        declare(new Topic(name), member.key());
    }

    private void bus(String name, Member member) {
        if (!yaml.members(member.value(), "bus '%s'".formatted(name)).isEmpty()) {
            yaml.problem(member.value(), "a bus has no members: write '%s:'".formatted(name));
        }
        declare(new Bus(name), member.key());
    }

    private void queue(String name, Member member) {
        Map<String, Member> members =
                yaml.members(
                        member.value(),
                        "queue '%s'".formatted(name),
                        List.of("visibility", "retention", "dead-letter"));
        Duration visibility =
                values.duration(members, "visibility", SHORTEST_VISIBILITY, LONGEST_VISIBILITY)
                        .orElse(Queue.DEFAULT_VISIBILITY);
        Duration retention =
                values.duration(members, "retention", SHORTEST_RETENTION, Queue.LONGEST_RETENTION)
                        .orElse(Queue.DEFAULT_RETENTION);
        Queue queue = new Queue(name, visibility, retention, deadLetterName(name, members));
        queue.deadLetterQueue()
                .filter(implied -> naming.problemOf(ResourceKind.QUEUE, name).isEmpty())
                .flatMap(implied -> naming.problemOf(ResourceKind.QUEUE, implied.name()))
                .ifPresent(text -> yaml.problem(member.key(), text));
        declare(queue, member.key());
    }

    private Optional<String> deadLetterName(String queue, Map<String, Member> members) {
        String implied = queue + Queue.DEAD_LETTER_SUFFIX;
        Member member = members.get("dead-letter");
        if (member == null) {
            return Optional.of(implied);
        }
        Optional<String> text = yaml.text(member.value(), "dead-letter");
        if (text.isPresent() && text.get().endsWith(Queue.DEAD_LETTER_SUFFIX)) {
            return text;
        }
        return text.flatMap(
                        word ->
                                values.choice(
                                        member,
                                        "dead-letter",
                                        List.of("true", "false", "a name ending in -dlq")))
                .filter("true"::equals)
                .map(word -> implied);
    }

    private void bucket(String name, Member member) {
        Map<String, Member> members =
                yaml.members(member.value(), "bucket '%s'".formatted(name), List.of("encryption"));
        String encryption =
                values.choice(members, "encryption", List.of(Bucket.KMS, Bucket.AES256))
                        .orElse(Bucket.KMS);
        declare(new Bucket(name, encryption), member.key());
    }

    private void declare(Resource resource, Node node) {
        builder.add(new Resources.Declaration(resource, yaml.position(node)));
    }
}
