package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.sqs.Sqs2Consumer;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** A message has the headers that Camel's own consumer gives it, less what is forged. */
class MessageHeadersTest {

    private static final Map<MessageSystemAttributeName, String> USUAL =
            Map.of(
                    MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                    "3",
                    MessageSystemAttributeName.SENT_TIMESTAMP,
                    "1700000000000");

    private final DeliveryFixture fixture = new DeliveryFixture();
    private Sqs2Consumer camels;
    private LeasingConsumer ours;

    @BeforeEach
    void start() {
        // Headers are sorted by the map factory of a context that has started.
        fixture.context.start();
        Sqs2Endpoint endpoint = fixture.context.getEndpoint("aws2-sqs:orders", Sqs2Endpoint.class);
        camels = new Sqs2Consumer(endpoint, exchange -> {});
        ours = new LeasingConsumer((LeasingEndpoint) endpoint, exchange -> {}, fixture.delivery);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aMessageAsMostAre() {
        assertSame(message().attributes(USUAL).build());
    }

    @Test
    void aMessageWithoutSystemAttributes() {
        assertSame(message().build());
    }

    @Test
    void aMessageWithAnotherSystemAttribute() {
        assertSame(
                message()
                        .attributes(
                                Map.of(
                                        MessageSystemAttributeName.AWS_TRACE_HEADER,
                                        "Root=1-2",
                                        MessageSystemAttributeName.SENT_TIMESTAMP,
                                        "1700000000000"))
                        .build());
        assertSame(
                message()
                        .attributes(
                                Map.of(
                                        MessageSystemAttributeName.AWS_TRACE_HEADER,
                                        "Root=1-2",
                                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                        "1",
                                        MessageSystemAttributeName.SENT_TIMESTAMP,
                                        "1700000000000"))
                        .build());
    }

    @Test
    void aMessageWithAttributesOfItsOwn() {
        Message message =
                message()
                        .attributes(USUAL)
                        .messageAttributes(
                                Map.of(
                                        "eventId",
                                        text("event-7"),
                                        "amount",
                                        MessageAttributeValue.builder()
                                                .dataType("Number")
                                                .stringValue("12")
                                                .build(),
                                        "picture",
                                        MessageAttributeValue.builder()
                                                .dataType("Binary")
                                                .binaryValue(SdkBytes.fromUtf8String("xyz"))
                                                .build(),
                                        "AWSSomething",
                                        text("of nobody")))
                        .build();

        assertSame(message);
        assertThat(ours.createExchange(message).getIn().getHeaders())
                .containsEntry("EVENTID", "event-7");
    }

    @Test
    void noAttributePassesForAHeaderOfCamelOrOfTheQueue() {
        Message message =
                message()
                        .attributes(USUAL)
                        .messageAttributes(
                                Map.of(
                                        "CamelAwsSqsMessageId", text("forged"),
                                        "camelAwsS3Key", text("forged"),
                                        "approximateReceiveCount", text("forged")))
                        .build();

        Map<String, Object> headers = ours.createExchange(message).getIn().getHeaders();

        assertThat(headers).containsEntry("CamelAwsSqsMessageId", "id-1");
        assertThat(headers).doesNotContainKey("CamelAwsS3Key").doesNotContainValue("forged");
        assertThat(headers).containsEntry("ApproximateReceiveCount", "3");
        assertThat(headers.get("CamelAwsSqsMessageAttributes"))
                .isEqualTo(message.messageAttributes());
    }

    @Test
    void whatARouteDoesToTheHeadersOfOneMessageTouchesNoOther() {
        Exchange first = ours.createExchange(message().attributes(USUAL).build());
        first.getIn().removeHeaders("*");
        first.getIn().setHeader("mine", "yes");

        assertSame(message().attributes(USUAL).build());
    }

    private void assertSame(Message message) {
        Exchange expected = camels.createExchange(message);
        Exchange actual = ours.createExchange(message);

        assertThat(actual.getIn().getHeaders()).isEqualTo(expected.getIn().getHeaders());
        assertThat(actual.getIn().getHeaders().keySet())
                .containsExactlyElementsOf(expected.getIn().getHeaders().keySet());
        assertThat(actual.getIn().getHeader("camelawssqsmessageid")).isEqualTo("id-1");
        assertThat(actual.getIn().getBody()).isEqualTo(expected.getIn().getBody());
        assertThat(actual.getPattern()).isEqualTo(expected.getPattern());
    }

    private static Message.Builder message() {
        return Message.builder()
                .messageId("id-1")
                .receiptHandle("handle-1")
                .md5OfBody("md5-1")
                .body("{}");
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }
}
