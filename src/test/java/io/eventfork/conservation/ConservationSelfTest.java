package io.eventfork.conservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.conservation.Flaw.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(kinds(copied(Map.of(moved, Set.of("message-" + moved))), held)).isEmpty();
        assertThat(kinds(claims(), held)).containsExactly(Kind.LOST);
    }

    @Test
    void missesASecondMessageOfAnOrderWhoseFirstOneWasCopiedTwice() {
        String twice = orders.get(0).reference();
        Claims claims = copied(Map.of(twice, Set.of("message-" + twice)));
        Map<String, Integer> published = new HashMap<>(claims.published());
        published.put(twice, 2);
        Claims lost =
                new Claims(
                        claims.issued(),
                        claims.obligations(),
                        claims.publishedIds(),
                        published,
                        claims.copied(),
                        Set.of(),
                        claims.poison());
        // Its copy was made, its deletion was not.
        assertThat(kinds(claims, holdings())).isEmpty();
        assertThat(kinds(lost, holdings())).containsExactly(Kind.LOST);
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
        Letter silent = new Letter(DEAD.place(), DEAD.event(), "", DEAD.body());
        assertThat(kinds(claims(), dead(silent))).contains(Kind.UNEXPLAINED);
        assertThat(silent.explains(silent))
                .as("whatever the reason, there has to be one")
                .isFalse();
        assertThat(kinds(claims(), dead(DEAD, DEAD)))
                .as("a dead letter may be written again")
                .isEmpty();
    }

    @Test
    void findsFailedDocumentsAndCardNumbers() {
        Letter failed =
                Letter.failed(
                        "{\"esDocumentId\":\"e1\",\"errorCode\":\"400\",\"rawData\":\"e30=\"}");
        assertThat(failed).isEqualTo(new Letter("failed documents", "e1", "400: ", "{}"));
        assertThat(kinds(claims(), dead(DEAD, failed))).containsExactly(Kind.UNEXPLAINED);
        Holdings held = holdings();
        CardSearch search = new CardSearch();
        search.in("backup", "paid with 4111-1111 1111-1111.");
        assertThat(search.found()).hasSize(1);
        Holdings leaked = rest(held, held.letters(), 0, List.of(), search.found());
        assertThat(kinds(claims(), leaked)).containsExactly(Kind.ALTERED);
    }

    @Test
    void findsARepeatedLineWithOtherBytesAndACardNumberInAnyLine() {
        CardSearch cards = new CardSearch();
        RawLines lines = new RawLines(cards);
        lines.add("{\"_event\":{\"id\":\"e1\"},\"n\":1}");
        lines.add("{\"_event\":{\"id\":\"e1\"},\"n\":1}");
        assertThat(lines.altered()).isEmpty();
        lines.add("{\"_event\":{\"id\":\"e1\"},\"n\":1.0,\"card\":\"4111111111111111\"}");
        assertThat(lines.altered()).hasSize(1);
        assertThat(cards.found()).hasSize(1);
        Holdings held = holdings();
        Holdings altered = rest(held, held.letters(), 2, lines.altered(), List.of());
        assertThat(kinds(claims(), altered)).containsExactly(Kind.ALTERED);
    }

    @Test
    void findsACardNumberAndABodyInALog(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("one-1.log"), "Wrote event 7f of order 3.\n");
        assertThat(ProcessLogs.flaws(folder)).isEmpty();
        Files.writeString(folder.resolve("one-2.log"), "Paid with 4111 1111 1111 1111.\n");
        Files.writeString(folder.resolve("two-1.log"), "Got " + orders.get(0).body() + "\n");
        assertThat(ProcessLogs.flaws(folder)).hasSize(2).allMatch(f -> f.kind() == Kind.WRONG);
    }

    @Test
    void failsOnAFaultThatDidNotHappen() {
        Map<FaultKind, Integer> injected = injected();
        injected.merge(FaultKind.KILL, -1, Integer::sum);
        assertThat(report(claims(), holdings(), ASKED, injected).exitCode()).isEqualTo(1);
    }

    @Test
    void failsOnTooFewObligations() {
        Options more = asked(ORDERS + 1, EnumSet.allOf(FaultKind.class));
        assertThat(report(claims(), holdings(), more, injected()).exitCode()).isEqualTo(1);
    }

    @Test
    void findsARepeatedLineAfterStopsAlone() {
        Options stops = asked(ORDERS, Set.of(FaultKind.TERMINATE));
        Holdings held = holdings();
        Holdings repeated = rest(held, held.letters(), 1, List.of(), List.of());
        assertThat(report(claims(), held, stops, injected()).exitCode()).isZero();
        assertThat(report(claims(), repeated, stops, injected()).exitCode()).isEqualTo(1);
        assertThat(report(claims(), repeated).exitCode()).isZero();
    }

    @Test
    void schedulesEveryKindFromItsSeed() {
        assertThat(SCHEDULE).extracting(Fault::kind).contains(FaultKind.values());
        assertThat(Schedule.of(7, Duration.ofMinutes(1), Duration.ofSeconds(15)).all())
                .isEqualTo(SCHEDULE);
        assertThat(Schedule.of(8, Duration.ofMinutes(1), Duration.ofSeconds(15)).all())
                .isNotEqualTo(SCHEDULE);
    }

    @Test
    void killsWhileReplaysRun() {
        Schedule schedule = Schedule.of(3, Duration.ofMinutes(6), Duration.ofSeconds(45));
        List<Fault> kills =
                schedule.processes().stream().filter(f -> f.kind() == FaultKind.KILL).toList();
        assertThat(schedule.operations())
                .filteredOn(fault -> fault.kind() == FaultKind.REPLAY)
                .filteredOn(replay -> kills.stream().anyMatch(kill -> isWithin(kill, replay)))
                .hasSizeGreaterThan(1);
    }

    private static boolean isWithin(Fault fault, Fault longer) {
        return fault.at().compareTo(longer.at()) > 0
                && fault.at().compareTo(longer.at().plus(longer.length())) < 0;
    }

    @Test
    void dealsFaultsAgainUntilItIsOver() throws InterruptedException {
        List<Fault> faults =
                List.of(
                        new Fault(FaultKind.LATENCY, Duration.ZERO, Duration.ZERO, 1),
                        new Fault(FaultKind.ERROR, Duration.ZERO, Duration.ZERO, 1));
        List<Fault> dealt = new CopyOnWriteArrayList<>();
        assertThat(new Lane(faults, dealt::add, () -> true).start().join()).isEmpty();
        assertThat(dealt).isEqualTo(faults);
        assertThat(new Lane(faults, dealt::add, () -> dealt.size() > 5).start().join()).isEmpty();
        assertThat(dealt).hasSize(6);
    }

    @Test
    void saysWhyFaultsEndedEarly() throws InterruptedException {
        Lane.Injection failing =
                fault -> {
                    throw new IOException("no more");
                };
        List<Fault> faults = List.of(new Fault(FaultKind.ERROR, Duration.ZERO, Duration.ZERO, 1));
        assertThat(new Lane(faults, failing, () -> true).start().join())
                .hasValueSatisfying(why -> assertThat(why).contains("no more"));
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
                held.letters(),
                held.repeatedLines(),
                held.alteredLines(),
                held.leaks());
    }

    private static Holdings rest(
            Holdings held,
            List<Letter> letters,
            long repeatedLines,
            List<String> alteredLines,
            List<String> leaks) {
        return new Holdings(
                held.rows(),
                held.backup(),
                held.documents(),
                held.kept(),
                letters,
                repeatedLines,
                alteredLines,
                leaks);
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
        return rest(holdings(), List.of(letters), 0, List.of(), List.of());
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
                events.stream().map(e -> e.in("message-" + e.reference())).toList(),
                List.of(DEAD),
                0,
                List.of(),
                List.of());
    }

    private Claims claims() {
        return copied(Map.of());
    }

    private Claims copied(Map<String, Set<String>> copied) {
        Map<String, Order> issued = new HashMap<>();
        Map<String, String> ids = new HashMap<>();
        Map<String, Integer> published = new HashMap<>();
        for (Order order : orders) {
            issued.put(order.reference(), order);
            ids.put(order.reference(), id(order));
            published.put(order.reference(), 1);
        }
        return new Claims(issued, ids, ids, published, copied, Set.of(), List.of(POISON));
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
                List.of(0, 0),
                List.of());
    }
}
