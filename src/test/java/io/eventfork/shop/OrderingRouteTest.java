package io.eventfork.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.event.PermanentFailureException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;

class OrderingRouteTest {

    private static final String ORDER =
            """
            {"userName":"swn","orderDate":"2026-11-20T12:29:43.125000Z","orderId":"o-1","totalPrice":2770.10,
             "firstName":"mehmet","items":[{"quantity":2,"price":950,"productId":"p1"}]}
            """;

    private ShopRoutes shop;

    @BeforeEach
    void start() throws Exception {
        shop = new ShopRoutes(false);
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    @Test
    void writesTheOrderByTheUserAndDateOfTheEvent() {
        assertThat(deliver(ORDER).getException()).isNull();

        assertThat(shop.routes.dynamoDb.puts())
                .singleElement()
                .satisfies(
                        put -> {
                            assertThat(put.tableName()).isEqualTo("test-order");
                            assertThat(put.item()).isEqualTo(ShopRoutes.item(ORDER));
                        });
    }

    @Test
    void theSameEventTwiceIsTheSameRow() {
        deliver(ORDER);
        deliver(ORDER);

        assertThat(shop.routes.dynamoDb.puts()).hasSize(2);
        assertThat(shop.routes.dynamoDb.puts().get(1))
                .isEqualTo(shop.routes.dynamoDb.puts().get(0));
    }

    @Test
    void anEventOfAnotherProducerGetsTheTimeAndIdOfTheBus() {
        deliver("{\"userName\":\"swn\",\"totalPrice\":1820}");

        assertThat(shop.routes.dynamoDb.puts().get(0).item())
                .containsAllEntriesOf(
                        ShopRoutes.key("orderDate", "2026-11-20T00:00:00Z", "orderId", "e-1"));
    }

    @Test
    void keepsNoCardDataOfAnotherProducer() {
        deliver("{\"userName\":\"swn\",\"cardInfo\":\"5554443322\",\"n\":\"4111 1111 1111 1111\"}");

        assertThat(shop.routes.dynamoDb.puts().toString()).doesNotContain("5554443322", "4111");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"username\":\"swn\",\"basket\":\"phone1\"} | /detail/userName",
                "{\"userName\":\"\"} | /detail/userName",
                "{\"userName\":\"4111111111111111\"} | card number",
                "{\"userName\":\"swn\",\"totalPrice\":1e101} | more digits",
                "[] | /detail"
            })
    void anEventThatCanNeverBeAnOrderFailsForGood(String detail, String reason) {
        Exchange done = deliver(detail);

        assertThat(rootCause(done))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessageContaining(reason);
        assertThat(rootCause(done).getMessage()).doesNotContain("4111");
        assertThat(shop.routes.dynamoDb.puts()).isEmpty();
    }

    @Test
    void aTableThatIsAwayIsReportedToTheDelivery() {
        SdkClientException away = SdkClientException.create("away");
        shop.routes.dynamoDb.failing(away);

        assertThat(deliver(ORDER).getException()).isSameAs(away);
    }

    private Exchange deliver(String detail) {
        return shop.routes.deliver(
                "shop-ordering",
                """
                {"version":"0","id":"e-1","detail-type":"CheckoutBasket","source":"com.swn.basket.checkoutbasket",
                 "time":"2026-11-20T00:00:00Z","detail":%s}
                """
                        .formatted(detail),
                Map.of());
    }

    /** What the route threw; the causes of that are of no interest here. */
    private static Throwable rootCause(Exchange exchange) {
        Throwable cause = exchange.getException();
        while (cause != null && !(cause instanceof PermanentFailureException)) {
            cause = cause.getCause();
        }
        return cause;
    }
}
