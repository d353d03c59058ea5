package io.eventfork.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
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

        JsonNode request = collector.requests().get(0);
        assertThat(request.at("/resourceSpans/0/resource/attributes").toString())
                .isEqualTo(
                        "[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"eventfork\"}}]");
        JsonNode sent =
                collector.spans(parent.getSpanContext().getTraceId()).stream()
                        .filter(span -> span.get("name").asText().equals("child"))
                        .findFirst()
                        .orElseThrow();
        assertThat(sent.get("spanId").asText()).isEqualTo(child.getSpanContext().getSpanId());
        assertThat(sent.get("parentSpanId").asText())
                .isEqualTo(parent.getSpanContext().getSpanId());
        assertThat(sent.get("kind").asInt()).isEqualTo(3);
        assertThat(sent.get("flags").asInt()).isEqualTo(1);
        assertThat(sent.at("/links/0/spanId").asText())
                .isEqualTo(parent.getSpanContext().getSpanId());
        assertThat(sent.at("/status/code").asInt()).isEqualTo(2);
        assertThat(sent.get("attributes").toString())
                .contains(
                        "{\"key\":\"text\",\"value\":{\"stringValue\":\"with \\\"quotes\\\"\"}}",
                        "{\"key\":\"number\",\"value\":{\"intValue\":\"7\"}}");
        assertThat(sent.get("startTimeUnixNano").isTextual()).isTrue();
        assertThat(Long.parseLong(sent.get("endTimeUnixNano").asText()))
                .isGreaterThanOrEqualTo(Long.parseLong(sent.get("startTimeUnixNano").asText()));
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
}
