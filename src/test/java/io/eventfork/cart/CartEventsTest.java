package io.eventfork.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.CardGuard;
import io.eventfork.event.PermanentFailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CartEventsTest {

    private static final String TIME = "2026-11-21T12:00:00.123456Z";

    private final CartEvents events =
            new CartEvents(
                    new CartSettings(
                            "putToCartService",
                            "item added to Cart",
                            "item removed from Cart",
                            Duration.ofDays(1),
                            "role"),
                    new CartNames(new CardGuard(List.of())));

    @Test
    void readsWhatWasAddedAndWhen() {
        CartChange change = events.change(CartMessages.added("swn", "IPhone X", TIME));

        assertThat(change.added()).isTrue();
        assertThat(change.user()).isEqualTo("swn");
        assertThat(change.product()).isEqualTo("IPhone X");
        assertThat(change.time()).isEqualTo(Instant.parse(TIME));
        assertThat(change.stamp()).isEqualTo("2026-11-21T12:00:00.123456Z added");
    }

    @ParameterizedTest
    @CsvSource({
        "item added to Cart, true",
        "item Ball added to Cart, true",
        "item removed from Cart, false",
        "item Ball removed from Cart, false"
    })
    void knowsTheFixedDetailTypesAndThoseThatNameTheProduct(String detailType, boolean added) {
        assertThat(events.change(CartMessages.change(detailType, "swn", "Ball", TIME)).added())
                .isEqualTo(added);
    }

    @Test
    void theSameEventHasTheSameStampAndALaterOneALargerStamp() {
        List<String> stamps =
                List.of(
                        events.change(CartMessages.added("a", "b", "2026-11-21T11:59:59Z")).stamp(),
                        events.change(CartMessages.added("a", "b", TIME)).stamp(),
                        events.change(CartMessages.removed("a", "b", TIME)).stamp(),
                        events.change(CartMessages.added("a", "b", "2026-11-21T12:00:00.123457Z"))
                                .stamp(),
                        events.checkout(CartMessages.checkout("a", "2026-11-21T12:00:00Z")).stamp(),
                        events.change(CartMessages.added("a", "b", "2026-11-21T12:00:01Z"))
                                .stamp());

        assertThat(stamps).isSorted().doesNotHaveDuplicates();
        assertThat(events.change(CartMessages.added("a", "b", TIME)).stamp())
                .isEqualTo(stamps.get(1));
    }

    @Test
    void takesTheEnvelopesTimeIfTheDetailHasNone() {
        String added = CartMessages.envelope("i", CartMessages.ADDED, detail("swn", "Ball"));
        String removed = CartMessages.envelope("i", CartMessages.REMOVED, detail("swn", "Ball"));

        assertThat(events.change(added).time()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(events.change(removed).time())
                .as("a removal counts from the end of the second that is known")
                .isEqualTo("2026-11-21T12:00:00.999999Z");
    }

    @Test
    void readsWhoseCartWasBought() {
        CartCheckout checkout =
                events.checkout(CartMessages.checkout("swn", "2026-11-21T12:00:00Z"));

        assertThat(checkout.user()).isEqualTo("swn");
        assertThat(checkout.stamp()).isEqualTo("2026-11-21T12:00:00.999999Z checked-out");
    }

    @Test
    void takesTheTimeOfTheOrderIfTheShopTellsIt() {
        String checkout =
                CartMessages.envelope(
                        "i",
                        "CheckoutBasket",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("userName", "swn")
                                .put("orderDate", "2026-11-21T12:00:00.125Z"));

        assertThat(events.checkout(checkout).stamp())
                .isEqualTo("2026-11-21T12:00:00.125000Z checked-out");
    }

    @Test
    void readsWhomToRemindOfWhat() {
        CartReminder reminder =
                events.reminder(
                        CartMessages.reminder(
                                "{\"scheduled_event\":\"true\",\"user\":\"u\",\"product\":\"p\",\"added\":\"s\"}"));

        assertThat(reminder.user()).isEqualTo("u");
        assertThat(reminder.product()).isEqualTo("p");
        assertThat(reminder.added()).contains("s");
    }

    @Test
    void readsAReminderOfAScheduleThatIsNotOurs() {
        assertThat(
                        events.reminder(
                                        CartMessages.reminder(
                                                "{\"scheduled_event\":\"true\",\"user\":\"u\",\"product\":\"p\"}"))
                                .added())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"detail\":\"text\"}",
                "{\"id\":\"i\",\"source\":\"s\",\"detail-type\":\"item added to Cart\",\"time\":\"yesterday\",\"detail\":{\"user\":\"u\",\"product\":\"p\"}}",
                "{\"id\":\"i\",\"source\":\"s\",\"detail-type\":\"item added to Cart\",\"time\":\"+10000-01-01T00:00:00Z\",\"detail\":{\"user\":\"u\",\"product\":\"p\"}}",
                "{\"id\":\"i\",\"source\":\"s\",\"detail-type\":\"item added to Cart\",\"detail\":{\"user\":\"u\",\"product\":\"p\"}}",
                "{\"source\":\"s\",\"detail-type\":\"item added to Cart\",\"time\":\"2026-11-21T12:00:00Z\",\"detail\":{\"user\":\"u\",\"product\":\"p\"}}",
                "{\"id\":\"i\",\"source\":\"s\",\"detail-type\":\"item sold\",\"time\":\"2026-11-21T12:00:00Z\",\"detail\":{\"user\":\"u\",\"product\":\"p\"}}",
                "{\"id\":\"i\",\"source\":\"s\",\"detail-type\":\"item other added to Cart\",\"time\":\"2026-11-21T12:00:00Z\",\"detail\":{\"user\":\"u\",\"product\":\"p\"}}",
                "{\"id\":\"i\",\"source\":\"s\",\"detail-type\":\"item added to Cart\",\"time\":\"2026-11-21T12:00:00Z\",\"detail\":{\"user\":\"u\"}}",
                "{\"id\":\"i\",\"source\":\"s\",\"detail-type\":\"item added to Cart\",\"time\":\"2026-11-21T12:00:00Z\",\"detail\":{\"user\":\"u\\r\\nBcc: v\",\"product\":\"p\"}}",
                "{\"id\":\"i\",\"source\":\"s\",\"detail-type\":\"item added to Cart\",\"time\":\"2026-11-21T12:00:00Z\",\"detail\":{\"user\":\"u\",\"product\":\"4111 1111 1111 1111\"}}"
            })
    void whatNeverCanBeAChangeFailsForGoodWithoutQuotingIt(String body) {
        assertThatThrownBy(() -> events.change(body))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessageNotContainingAny("Bcc", "4111", "sold", "yesterday");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"username\":\"swn\"}", "{\"userName\":7}", "{\"userName\":\"\"}"})
    void whatNamesNoUserFailsForGood(String detail) {
        assertThatThrownBy(() -> events.checkout(CartMessages.reminder(detail)))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessageContaining("/userName");
    }

    private static ObjectNode detail(String user, String product) {
        return JsonNodeFactory.instance.objectNode().put("user", user).put("product", product);
    }
}
