package io.eventfork.provisioning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Collects declarations and checks those rules that need more than one of them. */
final class ResourcesBuilder {

    private final Map<Resources.Id, Resources.Declaration> declarations = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Adds a declaration; declaring the same thing again in the same way changes nothing. */
    void add(Resources.Declaration added) {
        Resources.Declaration first = declarations.putIfAbsent(Resources.Id.of(added), added);
        if (first != null && !first.resource().equals(added.resource())) {
            problem(
                    added,
                    "%s '%s' is declared differently at %s: make the two equal or rename one"
                            .formatted(
                                    added.resource().kind().label(),
                                    added.resource().name(),
                                    first.position()));
        }
    }

    /** The problems that only the whole set of declarations shows. */
    List<Problem> problems() {
        List<Problem> all = new ArrayList<>(problems);
        List<Resources.Declaration> subscriptions = new ArrayList<>();
        Set<String> deadLetterQueues = new HashSet<>();
        for (Resources.Declaration declaration : declarations.values()) {
            if (declaration.resource() instanceof Queue queue) {
                clashWithDeadLetterQueue(queue).ifPresent(all::add);
                queue.deadLetterName()
                        .filter(name -> !deadLetterQueues.add(name))
                        .map(name -> sharedDeadLetterQueue(declaration, name))
                        .ifPresent(all::add);
            }
            if (declaration.resource() instanceof Subscription) {
                unequalFilters(declaration, subscriptions).ifPresent(all::add);
                subscriptions.add(declaration);
            }
        }
        return all;
    }

    boolean isEmpty() {
        return declarations.isEmpty();
    }

    Resources build() {
        return new Resources(declarations);
    }

    private Optional<Problem> clashWithDeadLetterQueue(Queue queue) {
        return queue.deadLetterQueue()
                .map(implied -> new Resources.Id(ResourceKind.QUEUE, implied.name()))
                .map(declarations::get)
                .map(
                        clash ->
                                new Problem(
                                        clash.position(),
                                        "queue '%s' is the dead-letter queue that '%s' implies: "
                                                        .formatted(
                                                                clash.resource().name(),
                                                                queue.name())
                                                + "remove or rename it"));
    }

    private static Problem sharedDeadLetterQueue(Resources.Declaration queue, String name) {
        return new Problem(
                queue.position(),
                "the dead-letter queue '%s' of queue '%s' belongs to another queue: name another"
                        .formatted(name, queue.resource().name()));
    }

    // The route that reads the queue evaluates one policy; it cannot know the topic of a message.
    private static Optional<Problem> unequalFilters(
            Resources.Declaration added, List<Resources.Declaration> subscriptions) {
        Subscription subscription = (Subscription) added.resource();
        return subscriptions.stream()
                .filter(
                        other -> {
                            Subscription earlier = (Subscription) other.resource();
                            return earlier.queue().equals(subscription.queue())
                                    && !Objects.equals(earlier.filter(), subscription.filter());
                        })
                .findFirst()
                .map(
                        other ->
                                new Problem(
                                        added.position(),
                                        "queue '%s' is subscribed with another filter at %s: "
                                                        .formatted(
                                                                subscription.queue(),
                                                                other.position())
                                                + "give each filter a queue of its own"));
    }

    private void problem(Resources.Declaration declaration, String text) {
        problems.add(new Problem(declaration.position(), text));
    }
}
