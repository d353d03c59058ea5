package io.eventfork.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "5840652aa006649127e371903a2de979";
    private static final String PARENT = "4c721bf33e3caf8f";
    private static final String W3C = "00-" + TRACE + "-" + PARENT + "-01";
    private static final String AMAZON =
            "Root=1-5840652a-a006649127e371903a2de979;Parent=4c721bf33e3caf8f;Sampled=1";

    @Test
    void readsAndWritesBothForms() {
        TraceContext trace = new TraceContext(TRACE, PARENT, true);

        assertThat(TraceContext.of(W3C, null)).contains(trace);
        assertThat(TraceContext.of(null, AMAZON)).contains(trace);
        assertThat(trace.traceparent()).isEqualTo(W3C);
        assertThat(trace.amazon()).isEqualTo(AMAZON);
    }

    @Test
    void keepsThatATraceIsNotSampled() {
        TraceContext trace = TraceContext.of("00-" + TRACE + "-" + PARENT + "-00", null).get();

        assertThat(trace.amazon()).endsWith(";Sampled=0");
        assertThat(TraceContext.of(null, trace.amazon())).contains(trace);
    }

    @Test
    void prefersTheStandardUnlessItIsBroken() {
        String other = W3C.replace(TRACE, "0123456789abcdef0123456789abcdef");

        assertThat(TraceContext.of(other, AMAZON).get().traceparent()).isEqualTo(other);
        assertThat(TraceContext.of("broken", AMAZON).get().traceparent()).isEqualTo(W3C);
    }

    @Test
    void understandsLaterVersionsOfTheStandard() {
        assertThat(TraceContext.of("cc-" + TRACE + "-" + PARENT + "-01-more", null)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-5840652aa006649127e371903a2de979-4c721bf33e3caf8f",
                "00-5840652AA006649127E371903A2DE979-4c721bf33e3caf8f-01",
                "00-00000000000000000000000000000000-4c721bf33e3caf8f-01",
                "00-5840652aa006649127e371903a2de979-0000000000000000-01",
                "00-5840652aa006649127e371903a2de979-4c721bf33e3caf8f-01-more",
                "ff-5840652aa006649127e371903a2de979-4c721bf33e3caf8f-01"
            })
    void ignoresWhatIsNoTraceparent(String header) {
        assertThat(TraceContext.of(header, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Root",
                "Root=",
                "Root=1-5840652a",
                "Root=2-5840652a-a006649127e371903a2de979",
                "Root=1-00000000-000000000000000000000000;Parent=4c721bf33e3caf8f",
                "Parent=4c721bf33e3caf8f;Sampled=1"
            })
    void ignoresWhatIsNoHeaderOfXRay(String header) {
        assertThat(TraceContext.of(null, header)).isEmpty();
    }

    @Test
    void givesTheTraceOfALoadBalancerAParent() {
        TraceContext trace =
                TraceContext.of(null, "Self=1-2-3; Root=1-5840652a-a006649127e371903a2de979")
                        .orElseThrow();

        assertThat(trace.traceId()).isEqualTo(TRACE);
        assertThat(TraceContext.of(trace.traceparent(), null)).contains(trace);
    }

    @Test
    void beginsATraceThatBothFormsTake() {
        TraceContext trace = TraceContext.begin(Instant.ofEpochSecond(0x5840652a));

        assertThat(trace.amazon()).startsWith("Root=1-5840652a-");
        assertThat(TraceContext.of(trace.traceparent(), null)).contains(trace);
        assertThat(TraceContext.of(null, trace.amazon())).contains(trace);
        assertThat(TraceContext.begin(Instant.EPOCH)).isNotEqualTo(trace);
    }
}
