package io.eventfork.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spans as they reach a collector, at the wire. */
class TracesTest {

    private final FakeCollector collector = new FakeCollector();

    @AfterEach
    void stop() {
        collector.close();
    }

    @Test
    void aSpanArrivesWithItsParentItsTimesAndWhatItSays() {
        Span parent;
        Span child;
        try (Traces traces = new Traces(collector.uri(), 100)) {
            parent = traces.tracer().spanBuilder("parent").setNoParent().startSpan();
            child =
                    traces.tracer()
                            .spanBuilder("child")
                            .setParent(Context.root().with(parent))
                            .addLink(parent.getSpanContext())
                            .setSpanKind(SpanKind.CLIENT)
                            .setAttribute("text", "with \"quotes\"")
                            .setAttribute("number", 7)
                            .startSpan();
            child.setStatus(StatusCode.ERROR);
            child.end();
            parent.end();
        }

        assertThat(
                        collector
                                .requests()
                                .get(0)
                                .getResourceSpans(0)
                                .getResource()
                                .getAttributesList())
                .containsExactly(attribute("service.name", text("eventfork")));
        io.opentelemetry.proto.trace.v1.Span sent =
                collector.spans(parent.getSpanContext().getTraceId()).stream()
                        .filter(span -> span.getName().equals("child"))
                        .findFirst()
                        .orElseThrow();
        assertThat(FakeCollector.hex(sent.getSpanId()))
                .isEqualTo(child.getSpanContext().getSpanId());
        assertThat(FakeCollector.hex(sent.getParentSpanId()))
                .isEqualTo(parent.getSpanContext().getSpanId());
        assertThat(sent.getKindValue()).isEqualTo(3);
        assertThat(sent.getFlags() & 1).isEqualTo(1);
        assertThat(FakeCollector.hex(sent.getLinks(0).getSpanId()))
                .isEqualTo(parent.getSpanContext().getSpanId());
        assertThat(sent.getStatus().getCodeValue()).isEqualTo(2);
        assertThat(sent.getAttributesList())
                .containsExactlyInAnyOrder(
                        attribute("text", text("with \"quotes\"")),
                        attribute("number", AnyValue.newBuilder().setIntValue(7).build()));
        assertThat(sent.getStartTimeUnixNano()).isPositive();
        assertThat(sent.getEndTimeUnixNano()).isGreaterThanOrEqualTo(sent.getStartTimeUnixNano());
    }

    @Test
    void noneOfTheTracesThatBeginHereAreSentAtZeroPercent() {
        try (Traces traces = new Traces(collector.uri(), 0)) {
            traces.tracer().spanBuilder("span").setNoParent().startSpan().end();
        }
        assertThat(collector.requests()).isEmpty();
    }

    @Test
    void aCollectorThatRefusesOrIsAwayHarmsNobody() {
        collector.answer(503);
        try (Traces traces = new Traces(collector.uri(), 100)) {
            traces.tracer().spanBuilder("span").setNoParent().startSpan().end();
        }
        assertThat(collector.requests()).isNotEmpty();
        collector.close();
        try (Traces traces = new Traces(collector.uri(), 100)) {
            traces.tracer().spanBuilder("span").setNoParent().startSpan().end();
        }
    }

    private static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }
}
