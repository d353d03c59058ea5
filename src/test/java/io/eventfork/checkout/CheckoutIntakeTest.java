package io.eventfork.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.CardGuard;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

class CheckoutIntakeTest {

    private static final int MAX_EVENT = 240 * 1024;
    private static final String PAN = "4111111111111111";

    private final CheckoutIntake intake = new CheckoutIntake(new CardGuard(), MAX_EVENT);
    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void startContext() {
        context.start();
    }

    @AfterEach
    void stopContext() {
        context.stop();
    }

    @Test
    void makesTheEventOfASampleOrder() throws Exception {
        PublishBatchRequestEntry event = event(SampleOrders.text(1));

        assertThat(event.message())
                .isEqualTo(
                        SampleOrders.text(1)
                                .strip()
                                .replaceAll("\"card-[a-z]+\":\"[^\"]*\",?", "")
                                .replace(
                                        "\"method\":\"credit\",}",
                                        "\"method\":\"credit\",\"network\":\"visa\",\"last4\":\"3456\"}"));
        Map<String, MessageAttributeValue> attributes = event.messageAttributes();
        assertThat(attributes).containsOnlyKeys("amount", "eventId", "eventType", "occurredAt");
        assertThat(attributes.get("amount")).isEqualTo(attribute("Number", "450.00"));
        assertThat(attributes.get("eventType"))
                .isEqualTo(attribute("String", "checkout.order-placed"));
        assertThat(attributes.get("occurredAt"))
                .isEqualTo(attribute("String", "2018-12-16T07:41:11Z"));
        assertThat(attributes.get("eventId").stringValue()).matches("[0-9a-f-]{36}");
    }

    @Test
    void answersByTheOrderAndItsEvent() throws Exception {
        Exchange exchange = accept(SampleOrders.text(1), null);
        String eventId = eventOf(exchange).messageAttributes().get("eventId").stringValue();
        exchange.getMessage().setBody(PublishBatchResultEntry.builder().id("0").build());
        exchange.getMessage().setHeader("X-Of-The-Topic", "x");
        intake.confirm(exchange);

        assertThat(exchange.getMessage().getBody())
                .isEqualTo(
                        "{\"orderId\":15311,\"eventId\":\"%s\",\"status\":\"accepted\"}"
                                .formatted(eventId));
        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys(Exchange.HTTP_RESPONSE_CODE, Exchange.CONTENT_TYPE)
                .containsEntry(Exchange.HTTP_RESPONSE_CODE, 202);
    }

    @Test
    void theSameRequestIsTheSameEvent() {
        String order = SampleOrders.text(1);
        String id = eventId(order, null);

        assertThat(eventId(order, null)).isEqualTo(id);
        assertThat(eventId(order.replace(",\"status\"", " ,\n\"status\""), null)).isEqualTo(id);
        assertThat(eventId(order, "k")).isNotEqualTo(id).isEqualTo(eventId(order, "k"));
        assertThat(eventId(order, "l")).isNotEqualTo(eventId(order, "k"));
        assertThat(eventId(SampleOrders.text(2), "k")).isNotEqualTo(eventId(order, "k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\u00e9", "a\u0007", "[a, b]"})
    void refusesAnIdempotencyKeyThatIsNotVisibleAscii(String key) {
        assertStatus(400, () -> accept(SampleOrders.text(1), key));
        assertStatus(400, () -> accept(SampleOrders.text(1), "x".repeat(256)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.00001, 0.00001", "999999999.99999, 999999999.99999", "1e2, 100"})
    void theAmountIsAnExactPlainDecimal(String written, String attribute) {
        String order = SampleOrders.text(1).replace("450.00", written);

        assertThat(event(order).messageAttributes().get("amount"))
                .isEqualTo(attribute("Number", attribute));
    }

    @Test
    void keepsWhatTheSenderSaysOfNetworkAndLastDigits() {
        JsonNode payment =
                payment(p -> p.put("network", "own").put("last4", "0000").put("cvv", "1"));

        assertThat(payment.get("network").textValue()).isEqualTo("own");
        assertThat(payment.get("last4").textValue()).isEqualTo("0000");
        assertThat(payment.has("cvv")).isFalse();
    }

    @Test
    void takesTheLastDigitsOfANumberToo() {
        JsonNode written =
                payment(p -> p.put("card-number", new BigDecimal("4.111111111111119E15")));

        assertThat(written.get("last4").textValue()).isEqualTo("1119");
    }

    @Test
    void keepsNoNetworkThatIsACardNumber() {
        assertThat(payment(p -> p.put("card-network", PAN)).get("network").textValue())
                .isEqualTo("****");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/id", "/customer/id", "/payment/id"})
    void refusesACardNumberAsAnIdentifierInsteadOfMaskingIt(String pointer) {
        for (boolean text : List.of(true, false)) {
            ObjectNode order = SampleOrders.json(1);
            ObjectNode parent = (ObjectNode) order.at(pointer.substring(0, pointer.length() - 3));
            if (text) {
                parent.put("id", PAN);
            } else {
                parent.put("id", Long.parseLong(PAN));
            }

            ProblemException problem =
                    assertStatus(400, () -> accept(StrictJson.write(order), null));

            assertThat(problem.faults()).extracting(Fault::pointer).containsExactly(pointer);
            assertThat(problem.faults().toString()).doesNotContain("4111");
        }
    }

    @Test
    void boundsTheEventNotTheRequest() {
        ObjectNode order = SampleOrders.json(1);
        order.put("note", "x".repeat(MAX_EVENT - 900));
        assertThat(event(StrictJson.write(order)).message()).hasSizeLessThan(MAX_EVENT);

        order.put("note", "x".repeat(MAX_EVENT));
        assertStatus(413, () -> accept(StrictJson.write(order), null));

        order.put("note", "\u4e2d".repeat(MAX_EVENT / 3));
        assertStatus(413, () -> accept(StrictJson.write(order), null));
    }

    @Test
    void nothingOfTheRequestsHeadersGoesOn() {
        assertThat(accept(SampleOrders.text(1), "k").getMessage().getHeaders()).isEmpty();
    }

    private JsonNode payment(Consumer<ObjectNode> change) {
        ObjectNode order = SampleOrders.json(1);
        change.accept((ObjectNode) order.get("payment"));
        try {
            return StrictJson.parse(event(StrictJson.write(order)).message()).get("payment");
        } catch (InvalidJsonException e) {
            throw new AssertionError(e);
        }
    }

    private String eventId(String order, String key) {
        return eventOf(accept(order, key)).messageAttributes().get("eventId").stringValue();
    }

    private PublishBatchRequestEntry event(String order) {
        return eventOf(accept(order, null));
    }

    private Exchange accept(String order, String key) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(order);
        exchange.getMessage().setHeader("X-Of-The-Request", "x");
        if (key != null) {
            exchange.getMessage().setHeader("idempotency-key", key);
        }
        intake.accept(exchange);
        return exchange;
    }

    private static PublishBatchRequestEntry eventOf(Exchange exchange) {
        return exchange.getMessage().getBody(PublishBatchRequestEntry.class);
    }

    private static ProblemException assertStatus(int status, Runnable work) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, work::run);
        assertThat(problem).isNotNull();
        assertThat(problem.status()).isEqualTo(status);
        return problem;
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }
}
