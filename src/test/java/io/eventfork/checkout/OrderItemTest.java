package io.eventfork.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.StrictJson;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class OrderItemTest {

    private final OrderItem orderItem = new OrderItem();

    @ParameterizedTest
    @CsvSource({
        "1, 65144, 2018-12-15T23:41:11-08:00-15311, 2509, 450, usd, 3",
        "2, 56999, 2019-03-26T21:11:10-08:00-9917, 3311, 75, usd, 1"
    })
    void makesTheRowOfASampleOrder(
            int sample,
            String customer,
            String dateOrder,
            BigDecimal payment,
            BigDecimal amount,
            String currency,
            BigDecimal quantity) {
        Map<String, AttributeValue> item = orderItem.of(SampleOrders.text(sample), false);

        assertThat(item)
                .containsOnlyKeys(
                        "CustomerId",
                        "DateOrderId",
                        "PaymentId",
                        "PaymentAmount",
                        "PaymentCurrency",
                        "TotalQuantity")
                .containsEntry("CustomerId", AttributeValue.fromS(customer))
                .containsEntry("DateOrderId", AttributeValue.fromS(dateOrder))
                .containsEntry("PaymentCurrency", AttributeValue.fromS(currency));
        assertThat(number(item, "PaymentId")).isEqualByComparingTo(payment);
        assertThat(number(item, "PaymentAmount")).isEqualByComparingTo(amount);
        assertThat(number(item, "TotalQuantity")).isEqualByComparingTo(quantity);
    }

    @Test
    void corruptsTheValuesButNotTheKeyWhenTheDrillSwitchIsOn() {
        AttributeValue corrupted = AttributeValue.fromS("CORRUPTED!");

        assertThat(orderItem.of(SampleOrders.text(1), true))
                .isEqualTo(
                        Map.of(
                                "CustomerId", AttributeValue.fromS("65144"),
                                "DateOrderId",
                                        AttributeValue.fromS("2018-12-15T23:41:11-08:00-15311"),
                                "PaymentId", corrupted,
                                "PaymentAmount", corrupted,
                                "PaymentCurrency", corrupted,
                                "TotalQuantity", corrupted));
    }

    @ParameterizedTest
    @CsvSource({
        "'', id, /id",
        "'', date, /date",
        "'', customer, /customer/id",
        "/customer, id, /customer/id",
        "'', payment, /payment/id",
        "/payment, id, /payment/id",
        "/payment, amount, /payment/amount",
        "/payment, currency, /payment/currency",
        "'', items, /items",
        "/items/0, quantity, /items/0/quantity",
        "/items/1, quantity, /items/1/quantity"
    })
    void anOrderWithoutAFieldCanNeverBeARow(String parent, String field, String pointer) {
        ObjectNode order = SampleOrders.json(1);
        ((ObjectNode) order.at(parent)).remove(field);

        assertPermanent(order, pointer);

        ObjectNode withNull = SampleOrders.json(1);
        ((ObjectNode) withNull.at(parent)).putNull(field);

        assertPermanent(withNull, pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[", "{\"id\":1,\"id\":2}", "[]", "1", "null", "\"x\""})
    void whatIsNoOrderCanNeverBeARow(String body) {
        assertThatThrownBy(() -> orderItem.of(body, false))
                .isInstanceOf(PermanentFailureException.class);
    }

    @Test
    void theReasonNeverQuotesTheBody() {
        assertThatThrownBy(() -> orderItem.of("{\"a\": 4111111111111111x", false))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessageNotContaining("4111");
    }

    @Test
    void keepsThirtyEightDigitsExactlyAndRefusesMore() {
        String digits = "1234567890123456789012345678901234567.8";

        assertThat(itemWithAmount(digits).get("PaymentAmount").n()).isEqualTo(digits);
        assertThat(itemWithAmount("1" + "0".repeat(40)).get("PaymentAmount").n())
                .isEqualTo("1" + "0".repeat(40));
        assertThatThrownBy(() -> itemWithAmount(digits + "9"))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessageContaining("digits");
        assertThatThrownBy(() -> itemWithAmount("1e200"))
                .isInstanceOf(PermanentFailureException.class);
        assertThatThrownBy(() -> itemWithAmount("1e-200"))
                .isInstanceOf(PermanentFailureException.class);
    }

    @Test
    void writesNumbersPlainly() {
        assertThat(itemWithAmount("1e2").get("PaymentAmount").n()).isEqualTo("100");
        assertThat(itemWithAmount("0.00001").get("PaymentAmount").n()).isEqualTo("0.00001");

        ObjectNode order = SampleOrders.json(1);
        order.put("id", new BigDecimal("1E+2"));
        assertThat(orderItem.of(StrictJson.write(order), false).get("DateOrderId").s())
                .isEqualTo("2018-12-15T23:41:11-08:00-100");
    }

    @Test
    void keepsATextAsThePaymentsId() {
        ObjectNode order = SampleOrders.json(1);
        ((ObjectNode) order.get("payment")).put("id", "PAY-7");

        assertThat(orderItem.of(StrictJson.write(order), false))
                .containsEntry("PaymentId", AttributeValue.fromS("PAY-7"));
    }

    private Map<String, AttributeValue> itemWithAmount(String amount) {
        return orderItem.of(SampleOrders.text(1).replace("450.00", amount), false);
    }

    private void assertPermanent(ObjectNode order, String pointer) {
        assertThatThrownBy(() -> orderItem.of(StrictJson.write(order), false))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessageEndingWith(" at " + pointer + ".");
    }

    private static BigDecimal number(Map<String, AttributeValue> item, String name) {
        return new BigDecimal(item.get(name).n());
    }
}
