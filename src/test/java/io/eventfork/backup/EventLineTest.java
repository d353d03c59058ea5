package io.eventfork.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.pipeline.TransformedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aLineIsTheBodyWithOneMemberMore() throws Exception {
        String line =
                EventLine.of(SampleEvents.ok("e-1", "{\"id\":15311, \"amount\":450.00,\"é\":[]}"));

        assertThat(line)
                .startsWith("{\"_event\":{\"id\":\"e-1\",\"occurredAt\":\"2026-11-20T10:15:30Z\",")
                .endsWith("}},\"id\":15311, \"amount\":450.00,\"é\":[]}");
        JsonNode attributes = JSON.readTree(line).get("_event").get("attributes");
        assertThat(attributes.get("amount").get("type").asText()).isEqualTo("Number");
        assertThat(attributes.get("amount").get("value").asText()).isEqualTo("450.00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"a\":1e2,\"b\":100.00,\"c\":12345678901234567890123.450}",
                "{\"a\":{\"_event\":1},\"b\":\"x,}\"}",
                "{\"data\":\"x\"}",
                "{\"\\u005fevent\":2}",
                "{\"_event\":{\"id\":\"not mine\"}}",
                "{\"a\":\"back\\\\slash\"}",
                "[1,\n2]",
                "42",
                "\"text\"",
                "",
                "plain, \"quoted\"\r\nand broken \t lines \u2028 😀",
            })
    void anEventComesBackAsItWas(String body) {
        TransformedEvent event = SampleEvents.ok("e-1", body);

        String line = EventLine.of(event);

        assertThat(line).doesNotContain("\n", "\r");
        assertThat(EventLineReader.read(line))
                .hasValueSatisfying(
                        read -> {
                            assertThat(read.id()).isEqualTo("e-1");
                            assertThat(read.occurredAt()).isEqualTo(SampleEvents.TIME);
                            assertThat(read.attributes()).isEqualTo(SampleEvents.ATTRIBUTES);
                            assertThat(read.body()).isEqualTo(body);
                            assertThat(read.line()).isEqualTo(line);
                        });
    }

    @Test
    void aLargeBodyComesBackAsItWas() {
        String body = "{\"a\":\"" + "é😀x".repeat(60_000) + "\",\"n\":1.10}";

        assertThat(
                        EventLineReader.read(EventLine.of(SampleEvents.ok("e", body)))
                                .orElseThrow()
                                .body())
                .isEqualTo(body);
    }

    @Test
    void onlyABodyThatCannotBeExtendedIsWrapped() throws Exception {
        assertThat(JSON.readTree(EventLine.of(SampleEvents.ok("e", "[1]"))).get("data").asText())
                .isEqualTo("[1]");
        assertThat(EventLine.of(SampleEvents.ok("e", "{\"_event\":1}")))
                .endsWith("\"wrapped\":true},\"data\":\"{\\\"_event\\\":1}\"}");
        assertThat(EventLine.of(SampleEvents.ok("e", "{\"a\":\"\\n\"}"))).doesNotContain("wrapped");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "no json",
                "{\"a\":1}",
                "{\"_event\":1}",
                "{\"_event\":{\"id\":\"x\"}}",
                "{\"_event\":{\"id\":\"x\",\"occurredAt\":\"yesterday\"}}",
                "{\"_event\":{\"id\":\"x\",\"occurredAt\":\"2026-11-20T10:15:30Z\",\"wrapped\":true}}",
                "{\"attemptsMade\":\"1\",\"rawData\":\"\"}"
            })
    void aLineThatIsNoEventIsNone(String line) {
        assertThat(EventLineReader.read(line)).isEmpty();
    }
}
