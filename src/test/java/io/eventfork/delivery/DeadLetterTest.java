package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.event.EventId;
import io.eventfork.event.PermanentFailureException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What a dead letter holds, and that it is confirmed before the message leaves its queue. */
class DeadLetterTest {

    private static final String CARD = "4111111111111111";

    private final DeliveryFixture fixture = new DeliveryFixture();
    private final Map<String, Object> headers = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void start() {
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("orders")
                                .process(exchange -> remember(exchange))
                                .bean("sink", "write");
                        from("aws2-sqs:orders-dlq")
                                .routeId("redriven")
                                .autoStartup(false)
                                .process(exchange -> remember(exchange));
                    }
                });
    }

    private void remember(Exchange exchange) {
        headers.clear();
        exchange.getIn()
                .getHeaders()
                .forEach(
                        (name, value) -> {
                            if (value != null) {
                                headers.put(name, value);
                            }
                        });
    }

    private void failForEver(String reason) {
        fixture.sink.fault =
                body -> {
                    throw new PermanentFailureException(reason);
                };
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    private static Map<String, MessageAttributeValue> tenAttributes(String value) {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        for (int i = 0; i < 8; i++) {
            attributes.put("a" + i, text(value + i));
        }
        attributes.put(
                "amount",
                MessageAttributeValue.builder().dataType("Number").stringValue("99.99").build());
        attributes.put(
                "raw",
                MessageAttributeValue.builder()
                        .dataType("Binary")
                        .binaryValue(SdkBytes.fromUtf8String("bytes"))
                        .build());
        return attributes;
    }

    private InMemoryQueues.Stored letter() {
        fixture.awaitEmptyQueue();
        assertThat(fixture.queues.contents("orders-dlq")).hasSize(1);
        return fixture.queues.contents("orders-dlq").get(0);
    }

    private static JsonNode note(InMemoryQueues.Stored letter) throws Exception {
        return new ObjectMapper().readTree(letter.attributes.get("eventfork").stringValue());
    }

    @Test
    void saysWhyWhereAndWhen() throws Exception {
        failForEver("the amount is no number");
        InMemoryQueues.Stored sent =
                fixture.queues.put("orders", "body", Map.of("eventId", text("e-1")));
        start();

        InMemoryQueues.Stored letter = letter();

        assertThat(letter.body).isEqualTo("body");
        assertThat(letter.attributes.get("eventId")).isEqualTo(text("e-1"));
        assertThat(letter.trace).isEqualTo(sent.trace);
        JsonNode note = note(letter);
        assertThat(note.path("reason").asText())
                .isEqualTo("PermanentFailureException: the amount is no number");
        assertThat(note.path("class").asText()).isEqualTo("permanent");
        assertThat(note.path("queue").asText()).isEqualTo("orders");
        assertThat(note.path("messageId").asText()).isEqualTo(sent.id);
        assertThat(note.path("time").asText()).startsWith("20");
    }

    @Test
    void holdsNoCardNumber() throws Exception {
        failForEver("cannot pay with " + CARD);
        MessageAttributeValue bytes =
                MessageAttributeValue.builder()
                        .dataType("Binary")
                        .binaryValue(SdkBytes.fromUtf8String(CARD))
                        .build();
        fixture.queues.put("orders", CARD, Map.of("note", text("card " + CARD), "bytes", bytes));
        start();

        InMemoryQueues.Stored letter = letter();

        assertThat(letter.body).isEqualTo("****");
        assertThat(letter.attributes.toString()).doesNotContain(CARD);
        assertThat(letter.attributes.get("bytes")).isEqualTo(text("****"));
    }

    @Test
    void anEventIdThatCouldBeACardNumberStaysAnIdOfItsOwn() {
        failForEver("never");
        fixture.queues.put("orders", "body", Map.of("eventId", text(CARD)));
        start();

        assertThat(letter().attributes.get("eventId").stringValue())
                .isEqualTo(
                        EventId.of(Optional.empty(), CARD.getBytes(StandardCharsets.UTF_8))
                                .toString());
    }

    @Test
    void masksItsReason() throws Exception {
        failForEver("cannot pay with " + CARD);
        fixture.send("1");
        start();

        assertThat(note(letter()).path("reason").asText()).contains("cannot pay with ****");
    }

    @Test
    void doesNotQuoteTheBodyInItsReason() throws Exception {
        fixture.sink.fault =
                body -> {
                    throw new PermanentFailureException("cannot read " + body);
                };
        fixture.send("a body that is nobody's business");
        start();

        assertThat(note(letter()).path("reason").asText())
                .contains("withheld")
                .doesNotContain("business");
    }

    @Test
    void foldsTenAttributesIntoItsOwn() throws Exception {
        failForEver("never");
        fixture.queues.put("orders", "body", tenAttributes("value"));
        start();

        InMemoryQueues.Stored letter = letter();

        assertThat(letter.attributes).containsOnlyKeys("eventfork");
        JsonNode folded = note(letter).path("attributes");
        assertThat(folded).hasSize(10);
        assertThat(folded.path("amount").path("type").asText()).isEqualTo("Number");
        assertThat(folded.path("amount").path("value").asText()).isEqualTo("99.99");
        assertThat(
                        letter.attributes
                                .get("eventfork")
                                .stringValue()
                                .getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(2048);
    }

    @Test
    void theLargestMessageIsDeadLetteredWithoutANote() {
        failForEver("never");
        fixture.send("x".repeat(262_144));
        start();

        assertThat(letter().attributes).isEmpty();
    }

    @Test
    void keepsLargeAttributesAsTheyAreAndFoldsTheSmallest() throws Exception {
        failForEver("never");
        fixture.queues.put("orders", "body", tenAttributes("x".repeat(700)));
        start();

        InMemoryQueues.Stored letter = letter();

        assertThat(letter.attributes).hasSizeLessThanOrEqualTo(10).containsKey("a7");
        assertThat(note(letter).path("attributes").has("amount")).isTrue();
        assertThat(letter.attributes.size() - 1 + note(letter).path("attributes").size())
                .isEqualTo(10);
        assertThat(
                        letter.attributes
                                .get("eventfork")
                                .stringValue()
                                .getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(2048);
    }

    @Test
    void aRedrivenMessageHasItsAttributesAgain() throws Exception {
        failForEver("never");
        fixture.queues.put("orders", "body", tenAttributes("value"));
        start();
        letter();

        fixture.context.getRouteController().startRoute("redriven");

        await().untilAsserted(() -> assertThat(headers).containsKeys("a0", "a7", "amount", "raw"));
        assertThat(headers).containsEntry("amount", "99.99").containsEntry("a3", "value3");
        assertThat(headers.get("eventfork").toString())
                .contains("\"reason\"")
                .doesNotContain("\"attributes\"");
    }

    @Test
    void aNoteWithFoldedBytesThatAreNoneHoldsNobodyBack() {
        fixture.queues.put(
                "orders",
                "forged",
                Map.of(
                        "eventfork",
                        text("{\"attributes\":{\"raw\":{\"type\":\"Binary\",\"value\":\"%\"}}}")));
        fixture.send("1");
        start();

        fixture.awaitEffects("forged", "1");
        fixture.awaitEmptyQueue();
        assertThat(fixture.consumer().held()).isZero();
    }

    @Test
    void keepsWhatAReplayHasNotedAboutTheMessage() throws Exception {
        failForEver("never");
        fixture.queues.put("orders", "body", Map.of("eventfork", text("{\"replayId\":\"r-7\"}")));
        start();

        assertThat(note(letter()).path("replayId").asText()).isEqualTo("r-7");
    }

    @Test
    void theMessageStaysInItsQueueUntilTheLetterIsConfirmed() {
        failForEver("never");
        fixture.queues.refuse =
                operation ->
                        operation.equals("send") && fixture.queues.requests("send") < 4
                                ? SdkClientException.create("reset")
                                : null;
        fixture.send("1");
        start();
        await().until(() -> fixture.queues.requests("send") >= 2);

        fixture.awaitEmptyQueue();

        assertThat(fixture.queues.requests("send")).isEqualTo(4);
        assertThat(fixture.queues.bodies("orders-dlq")).containsExactly("1");
        assertThat(fixture.sink.attempts()).hasSize(1);
    }

    @Test
    void withoutADeadLetterQueueTheMessageStaysForLater() {
        fixture.queues.create("bare", DeliveryFixture.VISIBILITY);
        failForEver("never");
        fixture.queues.put("bare", "1", Map.of());
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:bare").routeId("bare").bean("sink", "write");
                    }
                });

        await().until(() -> fixture.queues.requests("changeVisibility") == 1);

        assertThat(fixture.queues.contents("bare")).hasSize(1);
        assertThat(fixture.queues.visible("bare")).isZero();
        assertThat(fixture.consumer().held()).isZero();
    }
}
