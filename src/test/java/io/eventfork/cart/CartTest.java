package io.eventfork.cart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;

/** What becomes of a cart and its schedules, in whatever order and however often events come. */
class CartTest {

    private static final String ADDED = added("12:00:01.1");
    private static final String ADDED_AGAIN = added("12:00:02.2");
    private static final String REMOVED =
            CartMessages.removed("swn", "Ball", "2026-11-21T12:00:03.3Z");
    private static final String ADDED_LAST = added("12:00:05.5");
    private static final String BOUGHT = CartMessages.checkout("swn", "2026-11-21T12:00:04Z");

    private final InMemoryCarts carts = new InMemoryCarts();
    private final InMemoryScheduler scheduler = new InMemoryScheduler();
    private final Consumers consumers = new Consumers(carts, scheduler, "test-");

    /** Events in their order, and when the product was added that is in the cart at the end. */
    record Story(List<String> events, String inCartSince) {}

    static List<Story> stories() {
        return List.of(
                new Story(List.of(ADDED), "12:00:01.100"),
                new Story(List.of(ADDED, ADDED_AGAIN), "12:00:02.200"),
                new Story(List.of(REMOVED), null),
                new Story(List.of(ADDED, REMOVED), null),
                new Story(List.of(ADDED, REMOVED, ADDED_LAST), "12:00:05.500"),
                new Story(List.of(BOUGHT), null),
                new Story(List.of(ADDED, BOUGHT), null),
                new Story(List.of(ADDED, BOUGHT, ADDED_LAST), "12:00:05.500"),
                new Story(List.of(ADDED, ADDED_AGAIN, REMOVED, BOUGHT, ADDED_LAST), "12:00:05.500"),
                new Story(List.of(ADDED, ADDED_AGAIN, REMOVED, BOUGHT), null));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void rowAndScheduleAgreeInWhateverOrderEventsComeAndComeAgain(Story story) {
        for (List<String> order : permutations(story.events())) {
            InMemoryCarts table = new InMemoryCarts();
            InMemoryScheduler schedules = new InMemoryScheduler();
            Consumers any = new Consumers(table, schedules, "test-");
            order.forEach(any::consume);
            assertEnd(story, table, schedules);
            order.forEach(any::consume);
            assertEnd(story, table, schedules);
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void rowAndScheduleAgreeWhenReplicasConsumeAtTheSameTime(Story story) {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            InMemoryCarts table = new InMemoryCarts();
            InMemoryScheduler schedules = new InMemoryScheduler();
            table.before(call -> LockSupport.parkNanos(1_000));
            schedules.before(call -> LockSupport.parkNanos(1_000));
            Consumers any = new Consumers(table, schedules, "test-");
            List<String> deliveries = new ArrayList<>(story.events());
            deliveries.addAll(story.events());
            Collections.shuffle(deliveries, random);
            CompletableFuture.allOf(
                            deliveries.stream()
                                    .map(
                                            event ->
                                                    CompletableFuture.runAsync(
                                                            () -> any.consume(event), threads))
                                    .toArray(CompletableFuture[]::new))
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join();
            assertEnd(story, table, schedules);
        }
        threads.shutdown();
    }

    private static void assertEnd(Story story, InMemoryCarts table, InMemoryScheduler schedules) {
        List<String> inCart =
                table.rows("test-cart-items").stream()
                        .filter(row -> row.containsKey("addedAt"))
                        .map(row -> row.get("addedAt").s())
                        .toList();
        if (story.inCartSince() == null) {
            assertThat(inCart).isEmpty();
            assertThat(schedules.schedules()).isEmpty();
        } else {
            assertThat(inCart).containsExactly("2026-11-21T" + story.inCartSince() + "Z");
            assertThat(schedules.schedules())
                    .containsOnlyKeys(Consumers.schedule("swn", "Ball"))
                    .allSatisfy(
                            (name, schedule) ->
                                    assertThat(InMemoryScheduler.input(schedule))
                                            .contains(
                                                    "\"added\":\"2026-11-21T"
                                                            + story.inCartSince()));
        }
    }

    @Test
    void anotherUsersCheckoutAndAnotherProductsRemovalChangeNothing() {
        consumers.consume(ADDED);
        consumers.consume(CartMessages.added("ann", "Ball", "2026-11-21T12:00:01Z"));
        consumers.consume(CartMessages.checkout("ann", "2026-11-21T12:00:04Z"));
        consumers.consume(CartMessages.removed("swn", "Bat", "2026-11-21T12:00:04Z"));

        assertThat(scheduler.schedules()).containsOnlyKeys(Consumers.schedule("swn", "Ball"));
    }

    @Test
    void addingAgainMovesTheOneSchedule() {
        consumers.consume(ADDED);
        assertThat(expression()).isEqualTo("at(2026-11-22T12:00:01)");
        consumers.consume(ADDED_AGAIN);
        assertThat(expression()).isEqualTo("at(2026-11-22T12:00:02)");
        assertThat(scheduler.schedules()).hasSize(1);
    }

    @Test
    void aReminderIsDueUntilSomebodyWasReminded() {
        consumers.consume(ADDED);
        String input = input();

        DueReminder reminder = consumers.due(input);
        assertThat(reminder.due()).isTrue();
        assertThat(reminder.item().product()).isEqualTo("Ball");
        consumers.reminded(reminder.item());

        assertThat(consumers.due(input).due()).isFalse();
    }

    @Test
    void anEventThatIsToldAgainAfterTheReminderSchedulesNothing() {
        consumers.consume(ADDED);
        consumers.reminded(consumers.due(input()).item());
        scheduler.remove(Consumers.schedule("swn", "Ball"));

        consumers.consume(ADDED);

        assertThat(scheduler.schedules()).isEmpty();
    }

    @Test
    void aReminderOfWhatWasAddedAgainRemovedOrBoughtIsNotDue() {
        consumers.consume(ADDED);
        String early = input();
        consumers.consume(ADDED_AGAIN);
        assertThat(consumers.due(early).due()).isFalse();
        String late = input();
        assertThat(consumers.due(late).due()).isTrue();

        consumers.consume(REMOVED);
        assertThat(consumers.due(late).due()).isFalse();
        consumers.consume(ADDED_LAST);
        String last = input();
        consumers.consume(CartMessages.checkout("swn", "2026-11-21T12:00:06Z"));
        assertThat(consumers.due(last).due()).isFalse();
    }

    @Test
    void whoPutsAProductInAgainAfterAReminderIsRemindedAgain() {
        consumers.consume(ADDED);
        consumers.reminded(consumers.due(input()).item());

        consumers.consume(ADDED_AGAIN);

        assertThat(consumers.due(input()).due()).isTrue();
    }

    @Test
    void aReminderOfAScheduleThatIsNotOursIsDueOnce() {
        String foreign = "{\"scheduled_event\":\"true\",\"user\":\"swn\",\"product\":\"Ball\"}";
        assertThat(consumers.due(foreign).due()).isFalse();
        consumers.consume(ADDED);

        assertThat(consumers.due(foreign).due()).isTrue();
        consumers.reminded(consumers.due(foreign).item());
        assertThat(consumers.due(foreign).due()).isFalse();
    }

    @Test
    void aMarkDoesNotMeetAnItemThatHasChangedSince() {
        consumers.consume(ADDED);
        CartItem before = consumers.due(input()).item();
        consumers.consume(ADDED_AGAIN);

        consumers.reminded(before);

        assertThat(consumers.due(input()).due()).isTrue();
    }

    @Test
    void removalsAndCheckoutsAreRememberedForAMonth() {
        consumers.consume(REMOVED);
        consumers.consume(CartMessages.checkout("ann", "2026-11-21T12:00:04Z"));

        String inAMonth = "1797854403";
        assertThat(carts.rows("test-cart-items").get(0).get("expiresAt").n()).isEqualTo(inAMonth);
        assertThat(carts.rows("test-cart-checkouts").get(0).get("expiresAt").n())
                .isEqualTo("1797854404");
        consumers.consume(ADDED_LAST);
        assertThat(carts.rows("test-cart-items").get(0)).doesNotContainKey("expiresAt");
    }

    @Test
    void keepsNoRowOfWhatWasBought() {
        consumers.consume(ADDED);
        consumers.consume(CartMessages.added("swn", "Bat", "2026-11-21T12:00:02Z"));
        consumers.consume(BOUGHT);
        consumers.consume(ADDED);

        assertThat(carts.rows("test-cart-items")).isEmpty();
        assertThat(carts.rows("test-cart-checkouts")).hasSize(1);
        assertThat(scheduler.schedules()).isEmpty();
    }

    private static String added(String time) {
        return CartMessages.added("swn", "Ball", "2026-11-21T" + time + "Z");
    }

    private String input() {
        return InMemoryScheduler.input(
                scheduler.schedules().get(Consumers.schedule("swn", "Ball")));
    }

    private String expression() {
        return scheduler.schedules().values().iterator().next()
                        instanceof CreateScheduleRequest created
                ? created.scheduleExpression()
                : ((UpdateScheduleRequest) scheduler.schedules().values().iterator().next())
                        .scheduleExpression();
    }

    private static Set<List<String>> permutations(List<String> events) {
        if (events.isEmpty()) {
            return Set.of(List.of());
        }
        Set<List<String>> all = new HashSet<>();
        for (String first : events) {
            List<String> rest =
                    events.stream()
                            .filter(event -> !event.equals(first))
                            .collect(Collectors.toList());
            for (List<String> order : permutations(rest)) {
                List<String> whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                all.add(whole);
            }
        }
        return all;
    }
}
