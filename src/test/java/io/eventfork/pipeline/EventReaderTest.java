package io.eventfork.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.eventfork.event.AttributeValue;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final String NOTE =
            "{\"replay\":\"r-1\",\"origin\":{\"id\":\"first\",\"sentAt\":\"2026-01-01T00:00:00Z\"}}";

    @Test
    void theAttributeTellsTheIdBeforeTheBodyDoes() {
        PipelineEvent event =
                read("/id", QueueExchange.of("{\"id\":7}").with("eventId", "String", "e-1"));

        assertThat(event.id()).isEqualTo("e-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"order\":{\"id\":\"o-7\"}}", "{\"order\":{\"id\":\"o-7\",\"n\":1}}"})
    void thePointerFindsTheIdInTheBody(String body) {
        assertThat(read("/order/id", QueueExchange.of(body)).id()).isEqualTo("o-7");
    }

    @Test
    void aNumberInTheBodyIsAnId() {
        assertThat(read("/id", QueueExchange.of("{\"id\":15311}")).id()).isEqualTo("15311");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":null}",
                "{\"id\":true}",
                "{\"id\":\" \"}",
                "{\"id\":{\"a\":1}}",
                "{\"id\":[1]}",
                "[1]",
                "no JSON",
                ""
            })
    void whatThePointerDoesNotFindIsReplacedByTheMessageId(String body) {
        assertThat(read("/id", QueueExchange.of(body)).id()).isEqualTo(QueueExchange.MESSAGE_ID);
    }

    @Test
    void aBlankOrBinaryAttributeIsNoId() {
        assertThat(read("", QueueExchange.of("{}").with("eventId", "String", " ")).id())
                .isEqualTo(QueueExchange.MESSAGE_ID);
        assertThat(read("", QueueExchange.of("{}").withBytes("eventId", (byte) 1)).id())
                .isEqualTo(QueueExchange.MESSAGE_ID);
    }

    @Test
    void theAttributeTellsWhenItHappenedAndTheQueueWhenItArrived() {
        PipelineEvent event =
                read(
                        "",
                        QueueExchange.of("{}")
                                .with("occurredAt", "String", "2018-12-15T23:41:11-08:00"));

        assertThat(event.occurredAt()).isEqualTo(Instant.parse("2018-12-16T07:41:11Z"));
        assertThat(event.arrivedAt()).isEqualTo(QueueExchange.SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2018-12-15",
                "2018-12-15T23:41:11",
                "+123456789-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z"
            })
    void aTimeThatCannotBeReadIsReplacedByTheArrival(String time) {
        assertThat(read("", QueueExchange.of("{}").with("occurredAt", "String", time)).occurredAt())
                .isEqualTo(QueueExchange.SENT);
    }

    @Test
    void aReplayedOrDeadLetteredMessageKeepsItsFirstIdAndTime() {
        PipelineEvent event = read("", QueueExchange.of("{}").with("eventfork", "String", NOTE));

        assertThat(event.id()).isEqualTo("first");
        assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(event.arrivedAt()).isEqualTo(QueueExchange.SENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-01-01T00:00:00Z", "-1000000000-01-01T00:00:00Z"})
    void aTimeInANoteThatNoKeyCanHoldIsReplacedByTheArrival(String time) {
        String note = "{\"origin\":{\"id\":\"first\",\"sentAt\":\"" + time + "\"}}";

        assertThat(read("", QueueExchange.of("{}").with("eventfork", "String", note)).occurredAt())
                .isEqualTo(QueueExchange.SENT);
    }

    @Test
    void attributesAndBodyComeBeforeTheNoteOfAReplay() {
        PipelineEvent event =
                read(
                        "/id",
                        QueueExchange.of("{\"id\":7}")
                                .with("eventfork", "String", NOTE)
                                .with("occurredAt", "String", "2026-02-02T00:00:00Z"));

        assertThat(event.id()).isEqualTo("7");
        assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-02-02T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "[]", "{\"origin\":1}", "{\"origin\":{\"id\":\"\"}}"})
    void aForeignNoteTellsNothing(String note) {
        assertThat(read("", QueueExchange.of("{}").with("eventfork", "String", note)).id())
                .isEqualTo(QueueExchange.MESSAGE_ID);
    }

    @Test
    void keepsEveryTypeOfAttribute() {
        PipelineEvent event =
                read(
                        "",
                        QueueExchange.of("{}")
                                .with("amount", "Number.float", "1.50")
                                .with("tags", "String.Array", "[\"a\"]")
                                .withBytes("raw", (byte) 0, (byte) -1));

        assertThat(event.attributes())
                .isEqualTo(
                        Map.of(
                                "amount", new AttributeValue("Number.float", "1.50"),
                                "tags", new AttributeValue("String.Array", "[\"a\"]"),
                                "raw", new AttributeValue("Binary", "AP8=")));
    }

    private static PipelineEvent read(String pointer, QueueExchange message) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            return new EventReader(pointer.isEmpty() ? null : JsonPointer.compile(pointer))
                    .read(message.in(context));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
