package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.EndedSpans;
import io.eventfork.event.PermanentFailureException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** A message's trace goes on through the attempts to process it, to its sink. */
class DeliveryTracesTest {

    private static final String TRACE = "5840652aa006649127e371903a2de979";
    private static final String PARENT = "4c721bf33e3caf8f";

    private final EndedSpans spans = new EndedSpans();
    private final SdkTracerProvider provider =
            SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
    private final DeliveryFixture fixture =
            new DeliveryFixture(DeliveryFixture.SETTINGS, Optional.of(provider.get("test")));

    @AfterEach
    void stop() {
        fixture.close();
        provider.close();
    }

    private void start(int members) {
        fixture.queues.create("out", DeliveryFixture.VISIBILITY);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        if (members == 1) {
                            from("aws2-sqs:orders")
                                    .routeId("orders")
                                    .bean("sink", "write")
                                    .to("aws2-sqs:out")
                                    .id("forward");
                        } else {
                            from("aws2-sqs:orders")
                                    .routeId("orders")
                                    .aggregate(constant("all"), new UseLatestAggregationStrategy())
                                    .completionSize(members)
                                    .to("aws2-sqs:out")
                                    .id("forward");
                        }
                    }
                });
    }

    @Test
    void theTraceOfAMessageGoesOnToItsSink() {
        start(1);
        InMemoryQueues.Stored sent = fixture.queues.put("orders", "1", traced());
        awaitSpans(2);

        SpanData process = spans.of(SpanKind.CONSUMER).get(0);
        assertThat(process.getName()).isEqualTo("process orders");
        assertThat(process.getTraceId()).isEqualTo(TRACE);
        assertThat(process.getParentSpanId()).isEqualTo(PARENT);
        assertThat(process.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("messaging.system"), "aws_sqs")
                .containsEntry(AttributeKey.stringKey("messaging.destination.name"), "orders")
                .containsEntry(AttributeKey.stringKey("messaging.message.id"), sent.id)
                .containsEntry(AttributeKey.stringKey("eventfork.route"), "orders");
        SpanData sink = spans.of(SpanKind.CLIENT).get(0);
        assertThat(sink.getName()).isEqualTo("forward");
        assertThat(sink.getTraceId()).isEqualTo(TRACE);
        assertThat(sink.getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(
                        fixture.queues
                                .contents("out")
                                .get(0)
                                .attributes
                                .get("traceparent")
                                .stringValue())
                .isEqualTo("00-" + TRACE + "-" + sink.getSpanId() + "-01");
    }

    @Test
    void everyAttemptIsASpanAndAFailureIsToldByItsClassAlone() {
        fixture.sink.fault =
                body -> {
                    throw new PermanentFailureException("card 4111111111111111");
                };
        start(1);
        fixture.queues.put("orders", "1", traced());
        awaitSpans(1);

        SpanData failed = spans.of(SpanKind.CONSUMER).get(0);
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(failed.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo(PermanentFailureException.class.getName());
        assertThat(failed.toString()).doesNotContain("4111111111111111");
        assertThat(failed.getEvents()).isEmpty();
    }

    @Test
    void theStepsOfABatchAreLinkedToAllItsMembers() {
        start(2);
        fixture.queues.put("orders", "1", traced());
        fixture.queues.put("orders", "2", Map.of());
        awaitSpans(3);

        SpanData sink = spans.of(SpanKind.CLIENT).get(0);
        assertThat(sink.getParentSpanContext().isValid()).isFalse();
        assertThat(sink.getLinks())
                .extracting(LinkData::getSpanContext)
                .containsExactlyInAnyOrderElementsOf(
                        spans.of(SpanKind.CONSUMER).stream()
                                .map(SpanData::getSpanContext)
                                .toList());
        assertThat(sink.getAttributes().get(AttributeKey.longKey("messaging.batch.message_count")))
                .isEqualTo(2);
    }

    private void awaitSpans(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> spans.all().size() >= count);
        fixture.awaitEmptyQueue();
        assertThat(spans.all()).hasSize(count);
    }

    private static Map<String, MessageAttributeValue> traced() {
        return Map.of(
                "traceparent",
                MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue("00-" + TRACE + "-" + PARENT + "-01")
                        .build());
    }
}
