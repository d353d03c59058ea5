package io.eventfork.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.RouteTestSupport;
import io.eventfork.event.PermanentFailureException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class OrdersRouteTest {

    @Test
    void writesTheRowOfEachOrder() throws Exception {
        try (RouteTestSupport routes = run(Map.of())) {
            Exchange done =
                    routes.deliver(
                            "checkout-orders",
                            SampleOrders.text(1),
                            Map.of("eventId", "e-1", "amount", "450.00"));

            assertThat(done.getException()).isNull();
            assertThat(routes.dynamoDb.puts()).hasSize(1);
            assertThat(routes.dynamoDb.puts().get(0).tableName()).isEqualTo("test-checkout-orders");
            assertThat(routes.dynamoDb.puts().get(0).item())
                    .isEqualTo(new OrderItem().of(SampleOrders.text(1), false));
        }
    }

    @Test
    void writesRubbishWhileTheDrillSwitchIsOn() throws Exception {
        try (RouteTestSupport routes = run(Map.of("checkout.orders.corrupt", "true"))) {
            routes.deliver("checkout-orders", SampleOrders.text(1), Map.of());

            assertThat(routes.dynamoDb.puts().get(0).item())
                    .containsEntry("PaymentAmount", AttributeValue.fromS("CORRUPTED!"))
                    .containsEntry("CustomerId", AttributeValue.fromS("65144"));
        }
    }

    @Test
    void whatCanNeverBeARowFailsForGoodAndWritesNothing() throws Exception {
        try (RouteTestSupport routes = run(Map.of())) {
            Exchange done = routes.deliver("checkout-orders", "{\"id\":1}", Map.of());

            assertThat(cause(done)).isInstanceOf(PermanentFailureException.class);
            assertThat(routes.dynamoDb.puts()).isEmpty();
        }
    }

    @Test
    void aTableThatIsAwayIsReportedToTheDelivery() throws Exception {
        try (RouteTestSupport routes = run(Map.of())) {
            SdkClientException away = SdkClientException.create("away");
            routes.dynamoDb.failing(away);

            Exchange done = routes.deliver("checkout-orders", SampleOrders.text(1), Map.of());

            assertThat(done.getException()).isSameAs(away);
            assertThat(routes.dynamoDb.puts()).hasSize(1);
        }
    }

    private static RouteTestSupport run(Map<String, String> changed) throws Exception {
        return RouteTestSupport.run(changed, "errors.camel.yaml", "checkout/orders.camel.yaml");
    }

    private static Throwable cause(Exchange exchange) {
        Throwable cause = exchange.getException();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
