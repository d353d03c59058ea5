package io.eventfork.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import io.eventfork.event.AttributeValue;
import io.eventfork.event.CardGuard;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import io.eventfork.pipeline.TransformedEvent.Outcome;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformationTest {

    private static final String PAN = "4111111111111111";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Transformation transformation = new Transformation();

    @BeforeEach
    void setUp() {
        transformation.setCamelContext(context);
        transformation.setCardGuard(new CardGuard());
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        transformation.close();
        context.stop();
    }

    @Test
    void withoutAnEndpointOnlyCardDataIsRemoved() throws Exception {
        TransformedEvent event =
                apply(
                        QueueExchange.of("{\"id\":1,\n \"card-number\":\"" + PAN + "\"}")
                                .with("eventId", "String", "e-1"));

        assertThat(event.body()).isEqualTo("{\"id\":1}");
        assertThat(event.isObject()).isTrue();
        assertThat(event.outcome()).isEqualTo(Outcome.OK);
        assertThat(event.id()).isEqualTo("e-1");
        assertThat(event.occurredAt()).isEqualTo(QueueExchange.SENT);
    }

    @Test
    void anObjectWithoutCardDataStaysAsItIsOnOneLine() throws Exception {
        TransformedEvent event =
                apply(QueueExchange.of("{\"amount\": 450.00,\r\n\t\"name\": \"a\\nb\"}"));

        assertThat(event.body()).isEqualTo("{\"amount\": 450.00,  \t\"name\": \"a\\nb\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain text", "[1, 2]", "{\"a\":1,\"a\":2}", "", "17"})
    void anythingElseIsNoObjectAndStaysAsItIs(String body) throws Exception {
        TransformedEvent event = apply(QueueExchange.of(body));

        assertThat(event.body()).isEqualTo(body);
        assertThat(event.isObject()).isFalse();
    }

    @Test
    void cardDataInTextThatDoesNotParseIsMasked() throws Exception {
        assertThat(apply(QueueExchange.of("{\"paid\": " + PAN)).body()).doesNotContain(PAN);
    }

    @Test
    void cardDataInAttributesIsMaskedAndOtherAttributesKeepTheirType() throws Exception {
        TransformedEvent event =
                apply(
                        QueueExchange.of("{}")
                                .with("note", "String", "paid with " + PAN)
                                .withBytes("text", PAN.getBytes(StandardCharsets.UTF_8))
                                .with("amount", "Number", "450.00")
                                .withBytes("raw", (byte) 1));

        assertThat(event.attributes().get("note").value()).doesNotContain(PAN);
        assertThat(event.attributes()).containsEntry("text", AttributeValue.string("****"));
        assertThat(event.attributes())
                .containsEntry("amount", AttributeValue.number("450.00"))
                .containsEntry("raw", new AttributeValue("Binary", "AQ=="));
    }

    @Test
    void anIdThatCouldBeACardNumberIsReplacedByOneMadeOfIt() throws Exception {
        TransformedEvent event = apply(QueueExchange.of("{}").with("eventId", "String", PAN));
        TransformedEvent again = apply(QueueExchange.of("{}").with("eventId", "String", PAN));

        assertThat(event.id()).doesNotContain(PAN).isEqualTo(again.id());
        assertThat(event.attributes().get("eventId").value()).doesNotContain(PAN);
    }

    @Test
    void theEndpointLeavesTheNewBodyAndTheGuardComesAfterIt() throws Exception {
        route(
                exchange ->
                        exchange.getMessage()
                                .setBody(
                                        ("{\"pan\":\"" + PAN + "\",\"b\":1}")
                                                .getBytes(StandardCharsets.UTF_8)));

        assertThat(apply(QueueExchange.of("{\"a\":1}")).body()).isEqualTo("{\"b\":1}");
    }

    @Test
    void theEndpointSeesTheAttributesAndCannotChangeTheEventItself() throws Exception {
        route(
                exchange -> {
                    exchange.getMessage().removeHeaders("*");
                    exchange.getMessage().setBody("{\"b\":1}");
                });

        TransformedEvent event = apply(QueueExchange.of("{}").with("eventId", "String", "e-1"));

        assertThat(event.id()).isEqualTo("e-1");
        assertThat(event.attributes()).containsKey("eventId");
    }

    @Test
    void whatTheEndpointDropsIsNotKept() throws Exception {
        route(exchange -> exchange.getMessage().setHeader(Transformation.OUTCOME, "Dropped"));

        TransformedEvent event = apply(QueueExchange.of("{}"));

        assertThat(event.outcome()).isEqualTo(Outcome.DROPPED);
        assertThat(transformation.isKept(event)).isFalse();
    }

    @Test
    void aFailedProcessingKeepsTheOldBodyAndSaysWhyWithoutCardData() throws Exception {
        route(
                exchange -> {
                    exchange.getMessage().setBody("half done");
                    exchange.getMessage().setHeader(Transformation.OUTCOME, "ProcessingFailed");
                    exchange.getMessage().setHeader(Transformation.REASON, "bad card " + PAN);
                });

        TransformedEvent event = apply(QueueExchange.of("{\"a\":1}"));

        assertThat(event.outcome()).isEqualTo(Outcome.PROCESSING_FAILED);
        assertThat(event.body()).isEqualTo("{\"a\":1}");
        assertThat(event.reason()).startsWith("bad card").doesNotContain(PAN);
        assertThat(transformation.isKept(event)).isTrue();
    }

    @Test
    void anUnknownOutcomeIsAFaultOfTheEndpoint() {
        route(exchange -> exchange.getMessage().setHeader(Transformation.OUTCOME, "ok"));

        assertThatThrownBy(() -> apply(QueueExchange.of("{}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Ok, Dropped and ProcessingFailed");
    }

    @Test
    void anAttributeOfTheOutcomesNameIsNotTheEndpointsWord() throws Exception {
        route(exchange -> {});
        Exchange exchange = QueueExchange.of("{}").in(context);
        exchange.getMessage().setHeader(Transformation.OUTCOME, "Dropped");

        transformation.apply(exchange);

        assertThat(exchange.getMessage().getBody(TransformedEvent.class).outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void aPermanentFailureHoweverDeepIsAFailedProcessing() throws Exception {
        route(
                exchange -> {
                    throw new IllegalStateException(
                            new RuntimeException(new PermanentFailureException("never")));
                });

        assertThat(apply(QueueExchange.of("{}")).outcome()).isEqualTo(Outcome.PROCESSING_FAILED);
    }

    @Test
    void bodiesThatTheEndpointCannotParseAreAFailedProcessing() throws Exception {
        route(
                exchange -> {
                    throw new JsonParseException(null, "no JSON");
                });

        assertThat(apply(QueueExchange.of("x")).outcome()).isEqualTo(Outcome.PROCESSING_FAILED);
    }

    @Test
    void anyOtherExceptionIsThePipelines() {
        route(
                exchange -> {
                    throw new SinkAwayException("away");
                });

        assertThatThrownBy(() -> apply(QueueExchange.of("{}")))
                .isInstanceOf(SinkAwayException.class);
    }

    @Test
    void aPointerThatIsNoneIsNamed() {
        assertThatThrownBy(() -> transformation.setEventIdPointer("order.id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("EventIdPointer is order.id; write a JSON pointer such as /order/id.");
    }

    @Test
    void thePointerFindsTheId() throws Exception {
        transformation.setEventIdPointer("/id");

        assertThat(apply(QueueExchange.of("{\"id\":\"o-1\"}")).id()).isEqualTo("o-1");
    }

    private interface Step {
        void process(Exchange exchange) throws Exception;
    }

    private void route(Step step) {
        transformation.setEndpoint("direct:transform");
        try {
            context.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            errorHandler(noErrorHandler());
                            from("direct:transform").process(step::process);
                        }
                    });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private TransformedEvent apply(QueueExchange message) throws Exception {
        Exchange exchange = message.in(context);
        transformation.apply(exchange);
        return exchange.getMessage().getBody(TransformedEvent.class);
    }
}
