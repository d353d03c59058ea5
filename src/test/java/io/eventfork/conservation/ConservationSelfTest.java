package io.eventfork.conservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.conservation.Flaw.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The oracle finds every single flaw, and none where there is none. */
class ConservationSelfTest {

    private static final int ORDERS = 40;
    private static final Letter POISON =
            new Letter("checkout-orders-dlq", "poison-1", "not JSON", "no order");
    private static final Letter DEAD =
            new Letter("checkout-orders-dlq", "poison-1", "The body is not JSON: x", "no order");
    private static final Options ASKED = asked(ORDERS, EnumSet.allOf(FaultKind.class));
    private static final List<Fault> SCHEDULE =
            Schedule.of(7, Duration.ofMinutes(1), Duration.ofSeconds(15)).all();

    private final OrderMaker maker = new OrderMaker(7);
    private final List<Order> orders =
            IntStream.rangeClosed(1, ORDERS).mapToObj(maker::order).toList();

    /** A sink, and how one of its effects is reached. */
    private record Sink(String name, Access access) {}

    private interface Access {
        Holdings change(Holdings holdings, UnaryOperator<List<Effect>> change);
    }

    private static final List<Sink> SINKS =
            List.of(
                    new Sink(
                            Comparison.TABLE,
                            (h, change) -> with(h, change.apply(h.rows()), null, null, null)),
                    new Sink(
                            Comparison.BACKUP,
                            (h, change) -> with(h, null, change.apply(h.backup()), null, null)),
                    new Sink(
                            Comparison.INDEX,
                            (h, change) -> with(h, null, null, change.apply(h.documents()), null)),
                    new Sink(
                            Comparison.REPLAY,
                            (h, change) -> with(h, null, null, null, change.apply(h.kept()))));

    @Test
    void findsNothingWhereEverythingIsConserved() {
        assertThat(report(claims(), holdings()).flaws()).isEmpty();
        assertThat(orders).anyMatch(Order::isSearched).anyMatch(order -> !order.isSearched());
    }

    @TestFactory
    Stream<DynamicTest> findsOneEffectThatIsMissingAlteredDoubledOrInvented() {
        return SINKS.stream()
                .flatMap(
                        sink ->
                                Stream.of(
                                        found(sink, Kind.LOST, ConservationSelfTest::deleted),
                                        found(sink, Kind.ALTERED, ConservationSelfTest::altered),
                                        found(sink, Kind.DOUBLED, ConservationSelfTest::doubled),
                                        found(
                                                sink,
                                                Kind.INVENTED,
                                                ConservationSelfTest::invented)));
    }

    private DynamicTest found(Sink sink, Kind kind, UnaryOperator<List<Effect>> change) {
        return DynamicTest.dynamicTest(
                kind + " in the " + sink.name(),
                () ->
                        assertThat(
                                        report(claims(), sink.access().change(holdings(), change))
                                                .flaws())
                                .hasSize(1)
                                .allMatch(flaw -> flaw.kind() == kind)
                                .allMatch(flaw -> flaw.where().equals(sink.name())));
    }

    @Test
    void findsAnOrderInTheIndexWhoseAmountIsTooSmall() {
        Order small = orders.stream().filter(order -> !order.isSearched()).findFirst().get();
        Holdings held = holdings();
        List<Effect> documents = new ArrayList<>(held.documents());
        documents.add(Effect.document(id(small), small.body()));
        assertThat(kinds(claims(), with(held, null, null, documents, null)))
                .containsExactly(Kind.INVENTED);
    }

    @Test
    void findsADocumentUnderAnotherId() {
        Holdings held = holdings();
        List<Effect> documents = new ArrayList<>(held.documents());
        Order order = orders.stream().filter(Order::isSearched).findFirst().get();
        documents.set(0, Effect.document("another", order.body()));
        assertThat(kinds(claims(), with(held, null, null, documents, null)))
                .containsExactly(Kind.ALTERED);
    }

    @Test
    void countsAMessageThatAReplayHasMovedAndMissesOneThatNoneHas() {
        Holdings held = with(holdings(), null, null, null, deleted(holdings().kept()));
        String moved = orders.get(0).reference();
        assertThat(kinds(claims(Map.of(moved, 1), Set.of()), held)).isEmpty();
        assertThat(kinds(claims(), held)).containsExactly(Kind.LOST);
    }

    @Test
    void allowsAnOrderThatNobodyAnsweredAndRequiresOneThatTheTopicTook() {
        String maybe = orders.get(0).reference();
        Claims claims = claims();
        Map<String, String> answered = new HashMap<>(claims.obligations());
        answered.remove(maybe);
        Map<String, Integer> published = new HashMap<>(claims.published());
        Claims taken =
                new Claims(
                        claims.issued(),
                        answered,
                        claims.publishedIds(),
                        published,
                        Map.of(),
                        Set.of(),
                        claims.poison());
        assertThat(Comparison.flaws(taken, holdings())).isEmpty();
        assertThat(Comparison.flaws(taken, without(maybe))).isNotEmpty();
        published.remove(maybe);
        Claims unknown =
                new Claims(
                        claims.issued(),
                        answered,
                        claims.publishedIds(),
                        published,
                        Map.of(),
                        Set.of(maybe),
                        claims.poison());
        assertThat(Comparison.flaws(unknown, without(maybe))).isEmpty();
        assertThat(Comparison.flaws(unknown, holdings())).isEmpty();
    }

    @Test
    void findsPoisonWithoutADeadLetterAndDeadLettersWithoutPoisonOrReason() {
        assertThat(kinds(claims(), dead())).containsExactly(Kind.UNEXPLAINED);
        Letter stranger = new Letter("checkout-search-dlq", "", "unknown", "a good order");
        assertThat(kinds(claims(), dead(DEAD, stranger))).containsExactly(Kind.UNEXPLAINED);
        Letter silent = new Letter(DEAD.queue(), DEAD.poison(), "", DEAD.body());
        assertThat(kinds(claims(), dead(silent))).contains(Kind.UNEXPLAINED);
        assertThat(silent.explains(silent))
                .as("whatever the reason, there has to be one")
                .isFalse();
        assertThat(kinds(claims(), dead(DEAD, DEAD)))
                .as("a dead letter may be written again")
                .isEmpty();
    }

    @Test
    void findsFailedRecordsAndCardNumbers() {
        Holdings held = holdings();
        Holdings failed =
                new Holdings(
                        held.rows(),
                        held.backup(),
                        held.documents(),
                        held.kept(),
                        held.deadLetters(),
                        List.of("{}"),
                        0,
                        List.of());
        assertThat(kinds(claims(), failed)).containsExactly(Kind.UNEXPLAINED);
        CardSearch search = new CardSearch();
        search.in("backup", "paid with 4111-1111 1111-1111.");
        assertThat(search.found()).hasSize(1);
        Holdings leaked =
                new Holdings(
                        held.rows(),
                        held.backup(),
                        held.documents(),
                        held.kept(),
                        held.deadLetters(),
                        List.of(),
                        0,
                        search.found());
        assertThat(kinds(claims(), leaked)).containsExactly(Kind.ALTERED);
    }

    @Test
    void failsOnAFaultThatDidNotHappen() {
        Map<FaultKind, Integer> injected = injected();
        injected.merge(FaultKind.KILL, -1, Integer::sum);
        assertThat(report(claims(), holdings(), ASKED, injected).isGood()).isFalse();
    }

    @Test
    void failsOnTooFewObligations() {
        Options more = asked(ORDERS + 1, EnumSet.allOf(FaultKind.class));
        assertThat(report(claims(), holdings(), more, injected()).isGood()).isFalse();
    }

    @Test
    void findsARepeatedLineAfterStopsAlone() {
        Options stops = asked(ORDERS, Set.of(FaultKind.TERMINATE));
        Holdings held = holdings();
        Holdings repeated =
                new Holdings(
                        held.rows(),
                        held.backup(),
                        held.documents(),
                        held.kept(),
                        held.deadLetters(),
                        List.of(),
                        1,
                        List.of());
        assertThat(report(claims(), held, stops, injected()).isGood()).isTrue();
        assertThat(report(claims(), repeated, stops, injected()).isGood()).isFalse();
        assertThat(report(claims(), repeated).isGood()).isTrue();
    }

    @Test
    void schedulesEveryKindFromItsSeed() {
        assertThat(SCHEDULE).extracting(Fault::kind).contains(FaultKind.values());
        assertThat(Schedule.of(7, Duration.ofMinutes(1), Duration.ofSeconds(15)).all())
                .isEqualTo(SCHEDULE);
        assertThat(Schedule.of(8, Duration.ofMinutes(1), Duration.ofSeconds(15)).all())
                .isNotEqualTo(SCHEDULE);
    }

    private static Options asked(int orders, Set<FaultKind> kinds) {
        return new Options(
                Duration.ofMinutes(1), 7, orders, Duration.ofSeconds(15), kinds, Path.of("none"));
    }

    private static List<Effect> deleted(List<Effect> effects) {
        return effects.subList(1, effects.size());
    }

    private static List<Effect> altered(List<Effect> effects) {
        List<Effect> changed = new ArrayList<>(effects);
        Effect first = effects.get(0);
        changed.set(0, new Effect(first.reference(), first.content().replace("usd", "eur")));
        return changed;
    }

    private static List<Effect> doubled(List<Effect> effects) {
        List<Effect> changed = new ArrayList<>(effects);
        changed.add(effects.get(0));
        return changed;
    }

    private static List<Effect> invented(List<Effect> effects) {
        List<Effect> changed = new ArrayList<>(effects);
        changed.add(new Effect("nobody", "nothing"));
        return changed;
    }

    private static Holdings with(
            Holdings held,
            List<Effect> rows,
            List<Effect> backup,
            List<Effect> documents,
            List<Effect> kept) {
        return new Holdings(
                rows == null ? held.rows() : rows,
                backup == null ? held.backup() : backup,
                documents == null ? held.documents() : documents,
                kept == null ? held.kept() : kept,
                held.deadLetters(),
                held.failedRecords(),
                held.repeatedLines(),
                held.leaks());
    }

    private Holdings without(String reference) {
        Holdings held = holdings();
        for (Sink sink : SINKS) {
            held =
                    sink.access()
                            .change(
                                    held,
                                    effects ->
                                            effects.stream()
                                                    .filter(e -> !e.reference().equals(reference))
                                                    .toList());
        }
        return held;
    }

    private Holdings dead(Letter... letters) {
        Holdings held = holdings();
        return new Holdings(
                held.rows(),
                held.backup(),
                held.documents(),
                held.kept(),
                List.of(letters),
                List.of(),
                0,
                List.of());
    }

    private Holdings holdings() {
        List<Effect> events =
                orders.stream()
                        .map(o -> Effect.event(id(o), o.attributes(id(o)), o.body()))
                        .toList();
        return new Holdings(
                orders.stream().map(o -> new Effect(o.reference(), o.row())).toList(),
                events,
                orders.stream()
                        .filter(Order::isSearched)
                        .map(o -> Effect.document(id(o), o.body()))
                        .toList(),
                events,
                List.of(DEAD),
                List.of(),
                0,
                List.of());
    }

    private Claims claims() {
        return claims(Map.of(), Set.of());
    }

    private Claims claims(Map<String, Integer> copied, Set<String> unknown) {
        Map<String, Order> issued = new HashMap<>();
        Map<String, String> ids = new HashMap<>();
        Map<String, Integer> published = new HashMap<>();
        for (Order order : orders) {
            issued.put(order.reference(), order);
            ids.put(order.reference(), id(order));
            published.put(order.reference(), 1);
        }
        return new Claims(issued, ids, ids, published, copied, unknown, List.of(POISON));
    }

    private static String id(Order order) {
        return "event-" + order.reference();
    }

    private static Map<FaultKind, Integer> injected() {
        Map<FaultKind, Integer> injected = new HashMap<>();
        SCHEDULE.forEach(fault -> injected.merge(fault.kind(), 1, Integer::sum));
        return injected;
    }

    private static Set<Kind> kinds(Claims claims, Holdings holdings) {
        Set<Kind> kinds = new HashSet<>();
        report(claims, holdings).flaws().forEach(flaw -> kinds.add(flaw.kind()));
        return kinds;
    }

    private static Report report(Claims claims, Holdings holdings) {
        return report(claims, holdings, ASKED, injected());
    }

    private static Report report(
            Claims claims, Holdings holdings, Options asked, Map<FaultKind, Integer> injected) {
        return new Report(
                asked,
                claims,
                holdings,
                SCHEDULE,
                injected,
                injected,
                List.of(),
                Duration.ZERO,
                List.of(0, 0));
    }
}
