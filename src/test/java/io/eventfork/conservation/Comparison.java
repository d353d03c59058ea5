package io.eventfork.conservation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what the sinks hold with what they have to. Stateless. */
final class Comparison {

    static final String TABLE = "table";
    static final String BACKUP = "backup";
    static final String INDEX = "index";
    static final String REPLAY = "replay queue";
    static final String DEAD_LETTERS = "dead letters";

    private final Claims claims;
    private final Holdings holdings;
    private final List<Flaw> flaws = new ArrayList<>();

    private Comparison(Claims claims, Holdings holdings) {
        this.claims = claims;
        this.holdings = holdings;
    }

    /** All flaws. */
    static List<Flaw> flaws(Claims claims, Holdings holdings) {
        Comparison comparison = new Comparison(claims, holdings);
        comparison.compare();
        return List.copyOf(comparison.flaws);
    }

    private void compare() {
        sink(TABLE, holdings.rows(), Order::row, order -> true);
        sink(BACKUP, holdings.backup(), this::event, order -> true);
        sink(INDEX, holdings.documents(), this::document, Order::isSearched);
        replayQueue();
        deadLetters();
        holdings.alteredLines().forEach(line -> flaw(Flaw.Kind.ALTERED, BACKUP, line));
        holdings.leaks().forEach(leak -> flaw(Flaw.Kind.ALTERED, "card data", leak));
        claims.obligations()
                .forEach(
                        (order, id) -> {
                            String published = claims.publishedIds().getOrDefault(order, "none");
                            if (!id.equals(published)) {
                                flaw(
                                        Flaw.Kind.WRONG,
                                        "intake",
                                        order
                                                + " was answered as event "
                                                + id
                                                + " and published as "
                                                + published);
                            }
                        });
    }

    private String event(Order order) {
        String id = claims.eventId(order.reference());
        return id + " " + order.attributes(id) + " " + order.body();
    }

    private String document(Order order) {
        return claims.eventId(order.reference()) + " " + order.body();
    }

    private void sink(
            String sink,
            List<Effect> found,
            Function<Order, String> content,
            java.util.function.Predicate<Order> belongs) {
        contents(sink, found, content, belongs);
        Map<String, Long> counts = counts(found);
        counts.forEach(
                (order, count) -> {
                    if (count > 1 && claims.issued().containsKey(order)) {
                        flaw(Flaw.Kind.DOUBLED, sink, order + " is there " + count + " times");
                    }
                });
        for (String required : claims.required().keySet()) {
            Order order = claims.issued().get(required);
            if (order != null && belongs.test(order) && !counts.containsKey(required)) {
                flaw(Flaw.Kind.LOST, sink, described(required));
            }
        }
    }

    private void contents(
            String sink,
            List<Effect> found,
            Function<Order, String> content,
            java.util.function.Predicate<Order> belongs) {
        for (Effect effect : found) {
            Order order = claims.issued().get(effect.reference());
            if (order == null || !belongs.test(order)) {
                flaw(Flaw.Kind.INVENTED, sink, effect.content());
            } else if (!content.apply(order).equals(effect.content())) {
                flaw(
                        Flaw.Kind.ALTERED,
                        sink,
                        effect.content() + " should be " + content.apply(order));
            }
        }
    }

    /**
     * The replay queue keeps one message for each time that the topic took the event, until a
     * replay has copied that message; how often it was copied is of no account.
     */
    private void replayQueue() {
        contents(REPLAY, holdings.kept(), this::event, order -> true);
        Map<String, List<Effect>> keptByOrder =
                holdings.kept().stream().collect(Collectors.groupingBy(Effect::reference));
        claims.required()
                .keySet()
                .forEach(
                        order -> {
                            List<Effect> kept = keptByOrder.getOrDefault(order, List.of());
                            Set<String> moved =
                                    new HashSet<>(claims.copied().getOrDefault(order, Set.of()));
                            kept.forEach(message -> moved.remove(message.message()));
                            int found = kept.size() + moved.size();
                            int published = claims.published().getOrDefault(order, 0);
                            boolean isKnown = !claims.unknown().contains(order);
                            String all =
                                    "%s: published %d times, kept %d, moved %d"
                                            .formatted(
                                                    described(order),
                                                    published,
                                                    kept.size(),
                                                    moved.size());
                            if (found < (isKnown ? Math.max(1, published) : 1)) {
                                flaw(Flaw.Kind.LOST, REPLAY, all);
                            }
                            if (isKnown && found > published) {
                                flaw(Flaw.Kind.DOUBLED, REPLAY, all);
                            }
                        });
    }

    private void deadLetters() {
        for (Letter found : holdings.letters()) {
            if (claims.poison().stream().noneMatch(poison -> poison.explains(found))) {
                flaw(Flaw.Kind.UNEXPLAINED, DEAD_LETTERS, found.toString());
            }
        }
        for (Letter poison : claims.poison()) {
            if (holdings.letters().stream().noneMatch(poison::explains)) {
                flaw(Flaw.Kind.UNEXPLAINED, DEAD_LETTERS, "There is none of " + poison);
            }
        }
    }

    private String described(String reference) {
        return reference
                + (claims.obligations().containsKey(reference)
                        ? " (answered)"
                        : " (not answered, but published)")
                + " event "
                + claims.eventId(reference);
    }

    private static Map<String, Long> counts(List<Effect> found) {
        return new HashMap<>(
                found.stream()
                        .collect(Collectors.groupingBy(Effect::reference, Collectors.counting())));
    }

    private void flaw(Flaw.Kind kind, String where, String what) {
        flaws.add(new Flaw(kind, where, what));
    }
}
