package io.eventfork.provisioning;

import io.eventfork.event.FilterPolicy;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The declared resources of one or more {@code resources.yaml} files. Immutable. */
public final class Resources {

    /** What identifies a declaration among all files. */
    record Id(ResourceKind kind, String name) {

        static Id of(Declaration declaration) {
            return new Id(declaration.resource().kind(), declaration.resource().name());
        }
    }

    /** A resource and where it is declared. */
    record Declaration(Resource resource, Position position) {}

    private static final Resources NONE = new Resources(Map.of());

    private final Map<Id, Declaration> declarations;

    Resources(Map<Id, Declaration> declarations) {
        this.declarations = Collections.unmodifiableMap(new LinkedHashMap<>(declarations));
    }

    /** No resources. */
    public static Resources none() {
        return NONE;
    }

    /**
     * Reads one file.
     *
     * @param file the name of the file for messages
     * @param yaml its content
     * @param settings resolves the {@code {{placeholders}}} of a value; throws {@link
     *     IllegalArgumentException} if it cannot
     * @throws InvalidResourcesException with every problem of the file: its line, its column and
     *     what to write instead
     */
    public static Resources read(
            String file, String yaml, Naming naming, UnaryOperator<String> settings) {
        return new ResourcesReader(file, naming, settings).read(yaml);
    }

    /**
     * Joins what several folders declare. A resource that folders share is declared in each, so
     * that each can be removed alone; the declarations must be equal.
     *
     * @throws InvalidResourcesException if two declarations contradict each other
     */
    public static Resources merge(Collection<Resources> parts) {
        ResourcesBuilder builder = new ResourcesBuilder();
        parts.forEach(part -> part.declarations.values().forEach(builder::add));
        List<Problem> problems = builder.problems();
        if (!problems.isEmpty()) {
            throw new InvalidResourcesException(problems);
        }
        return builder.build();
    }

    public List<Topic> topics() {
        return all(Topic.class);
    }

    /** The declared queues, without the implied dead-letter queues. */
    public List<Queue> queues() {
        return all(Queue.class);
    }

    public List<Subscription> subscriptions() {
        return all(Subscription.class);
    }

    public List<Bus> buses() {
        return all(Bus.class);
    }

    public List<Rule> rules() {
        return all(Rule.class);
    }

    /** The rules that feed a queue; an implied dead-letter queue gets what its queue does not. */
    List<Rule> rulesOf(String queue) {
        return rules().stream()
                .filter(
                        rule ->
                                rule.queues().contains(queue)
                                        || rule.queues().stream()
                                                .flatMap(name -> queue(name).stream())
                                                .flatMap(
                                                        target -> target.deadLetterQueue().stream())
                                                .anyMatch(dead -> dead.name().equals(queue)))
                .toList();
    }

    public List<DataStream> streams() {
        return all(DataStream.class);
    }

    public List<Table> tables() {
        return all(Table.class);
    }

    public List<Bucket> buckets() {
        return all(Bucket.class);
    }

    /** The queue of that bare name: declared, or implied as a dead-letter queue. */
    public Optional<Queue> queue(String name) {
        Optional<Queue> declared =
                Optional.ofNullable(declarations.get(new Id(ResourceKind.QUEUE, name)))
                        .map(declaration -> (Queue) declaration.resource());
        return declared.or(
                () ->
                        queues().stream()
                                .flatMap(queue -> queue.deadLetterQueue().stream())
                                .filter(queue -> queue.name().equals(name))
                                .findFirst());
    }

    /** Whether the resource is declared; an implied dead-letter queue is. */
    public boolean declares(ResourceKind kind, String name) {
        return kind == ResourceKind.QUEUE
                ? queue(name).isPresent()
                : declarations.containsKey(new Id(kind, name));
    }

    /** The subscriptions that feed a queue. */
    public List<Subscription> subscriptionsOf(String queue) {
        return subscriptions().stream().filter(s -> s.queue().equals(queue)).toList();
    }

    /**
     * The filter with which a queue is subscribed, for the route that reads the queue; empty if
     * everything published reaches it.
     */
    public Optional<SubscriptionFilter> filterOf(String queue) {
        return subscriptionsOf(queue).stream().flatMap(s -> s.filter().stream()).findFirst();
    }

    /** The compiled policy of {@link #filterOf}. */
    public Optional<FilterPolicy> filterPolicyOf(String queue) {
        return filterOf(queue).map(SubscriptionFilter::policy);
    }

    /** Where a resource is declared; for an implied dead-letter queue, where its queue is. */
    public Optional<Position> positionOf(Resource resource) {
        Optional<Position> own =
                Optional.ofNullable(declarations.get(new Id(resource.kind(), resource.name())))
                        .map(Declaration::position);
        return own.or(
                () ->
                        queues().stream()
                                .filter(
                                        queue ->
                                                queue.deadLetterName()
                                                        .filter(resource.name()::equals)
                                                        .isPresent())
                                .findFirst()
                                .flatMap(this::positionOf));
    }

    @Override
    public String toString() {
        return declarations.keySet().toString();
    }

    private <R extends Resource> List<R> all(Class<R> type) {
        return declarations.values().stream()
                .map(Declaration::resource)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
