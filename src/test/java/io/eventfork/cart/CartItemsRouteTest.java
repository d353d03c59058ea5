package io.eventfork.cart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.StrictJson;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;

/** What the queues of changes and checkouts make of the cart, and what its list shows. */
class CartItemsRouteTest {

    private static final String ADDED = CartMessages.added("swn", "Ball", "2026-11-21T12:00:01.5Z");

    private CartRoutes cart;

    @BeforeEach
    void start() throws Exception {
        cart = CartRoutes.run();
    }

    @AfterEach
    void stop() {
        cart.close();
    }

    @Test
    void keepsTheRowAndSchedulesTheReminder() throws Exception {
        assertThat(cart.deliver("cart-items", ADDED)).isNull();

        assertThat(list("/cart/items/swn"))
                .isEqualTo(
                        StrictJson.parse(
                                "[{\"product\":\"Ball\",\"addedAt\":\"2026-11-21T12:00:01.500Z\",\"remindAt\":\"2026-11-22T12:00:01.500Z\"}]"));
        assertThat(cart.scheduler.schedules()).hasSize(1);
        CreateScheduleRequest schedule =
                (CreateScheduleRequest) cart.scheduler.schedules().values().iterator().next();
        assertThat(schedule.target().arn()).isEqualTo(Consumers.BUS);
        assertThat(schedule.target().deadLetterConfig().arn())
                .isEqualTo("arn:aws:sqs:us-east-1:000000000000:test-cart-reminders-dlq");
    }

    @Test
    void forgetsWhatIsTakenOut() throws Exception {
        cart.deliver("cart-items", ADDED);
        assertThat(
                        cart.deliver(
                                "cart-items",
                                CartMessages.removed("swn", "Ball", "2026-11-21T12:00:02Z")))
                .isNull();

        assertThat(list("/cart/items/swn")).isEmpty();
        assertThat(cart.scheduler.schedules()).isEmpty();
    }

    @Test
    void forgetsWhatIsBought() throws Exception {
        cart.deliver("cart-items", ADDED);
        cart.deliver("cart-items", CartMessages.added("swn", "Bat", "2026-11-21T12:00:02Z"));
        cart.deliver("cart-items", CartMessages.added("ann", "Bat", "2026-11-21T12:00:02Z"));

        assertThat(
                        cart.deliver(
                                "cart-checkouts",
                                CartMessages.checkout("swn", "2026-11-21T12:00:03Z")))
                .isNull();

        assertThat(list("/cart/items/swn")).isEmpty();
        assertThat(list("/cart/items/ann")).hasSize(1);
        assertThat(cart.scheduler.schedules()).containsOnlyKeys(Consumers.schedule("ann", "Bat"));
    }

    @Test
    void aCheckoutOfAnEmptyCartIsFine() {
        assertThat(
                        cart.deliver(
                                "cart-checkouts",
                                CartMessages.checkout("nobody", "2026-11-21T12:00:03Z")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cart-items", "cart-checkouts", "cart-reminders"})
    void whatNoQueueCanUseIsRefusedForGood(String queue) {
        assertThat(cart.deliver(queue, "poison")).isInstanceOf(PermanentFailureException.class);
        assertThat(cart.deliver(queue, CartMessages.reminder("{\"username\":\"swn\"}")))
                .isInstanceOf(PermanentFailureException.class);
    }

    @Test
    void aTableOrSchedulerThatIsAwayFailsTheDelivery() {
        SdkClientException away = SdkClientException.create("away");
        cart.scheduler.before(
                call -> {
                    throw away;
                });
        assertThat(cart.deliver("cart-items", ADDED)).isSameAs(away);
        cart.scheduler.before(call -> {});
        cart.carts.before(
                call -> {
                    throw away;
                });
        assertThat(cart.deliver("cart-items", ADDED)).isSameAs(away);
        assertThat(
                        cart.deliver(
                                "cart-checkouts",
                                CartMessages.checkout("swn", "2026-11-21T12:00:03Z")))
                .isSameAs(away);
        cart.carts.before(call -> {});

        assertThat(cart.deliver("cart-items", ADDED)).isNull();
        assertThat(cart.scheduler.schedules()).hasSize(1);
    }

    @Test
    void failsToBeDoneAgainIfTheItemChangesWhileItIsScheduled() {
        CartTable table = new CartTable(cart.carts, Consumers.CLOCK, Consumers.SETTINGS.delay());
        Instant later = Instant.parse("2026-11-21T12:00:02Z");
        String stamp = EventStamp.of(later, EventStamp.REMOVED);
        cart.scheduler.before(
                call ->
                        table.record(
                                new CartChange("swn", "Ball", false, later, stamp),
                                "test-cart-items",
                                "test-cart-checkouts"));

        assertThat(cart.deliver("cart-items", ADDED)).isInstanceOf(ItemChangedException.class);
        assertThat(cart.deliver("cart-items", ADDED)).isNull();

        assertThat(cart.scheduler.schedules()).isEmpty();
    }

    @Test
    void writesTheRowBeforeItSchedules() {
        List<Object> calls = new ArrayList<>();
        cart.carts.before(calls::add);
        cart.scheduler.before(calls::add);

        cart.deliver("cart-items", ADDED);

        assertThat(calls.get(0)).isInstanceOf(UpdateItemRequest.class);
        assertThat(((UpdateItemRequest) calls.get(0)).tableName()).isEqualTo("test-cart-items");
        assertThat(calls.get(2)).isInstanceOf(CreateScheduleRequest.class);
    }

    @Test
    void listsACartPageByPage() throws Exception {
        for (int n = 1; n <= 5; n++) {
            cart.deliver(
                    "cart-items",
                    CartMessages.added("ann b/c", "Ball " + n, "2026-11-21T12:00:01Z"));
        }
        List<String> products = new ArrayList<>();
        String next = "/cart/items/ann%20b%2Fc?limit=2";
        while (next != null) {
            HttpResponse<String> page = cart.routes.get(next);
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            for (JsonNode item : StrictJson.parse(page.body())) {
                products.add(item.get("product").textValue());
            }
            next =
                    page.headers()
                            .firstValue("link")
                            .map(link -> link.substring(1, link.indexOf('>')))
                            .orElse(null);
        }

        assertThat(products).containsExactly("Ball 1", "Ball 2", "Ball 3", "Ball 4", "Ball 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/cart/items/swn?limit=0",
                "/cart/items/swn?limit=201",
                "/cart/items/swn?next=%21",
                "/cart/items/a%0Ab"
            })
    void refusesAListThatCannotBe(String path) throws Exception {
        HttpResponse<String> answer = cart.routes.get(path);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"faults\"");
    }

    private JsonNode list(String path) throws Exception {
        HttpResponse<String> answer = cart.routes.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return StrictJson.parse(answer.body());
    }
}
