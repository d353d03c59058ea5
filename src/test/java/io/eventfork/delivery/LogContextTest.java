package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.eventfork.event.PermanentFailureException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What is logged while a message is under way tells which. */
class LogContextTest {

    private static final org.slf4j.Logger OF_THE_ROUTE = LoggerFactory.getLogger("route.of.a.user");

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.getMDCPropertyMap();
            events.add(event);
        }

        Map<String, String> contextOf(String text) {
            return events.stream()
                    .filter(event -> event.getFormattedMessage().contains(text))
                    .findFirst()
                    .orElseThrow()
                    .getMDCPropertyMap();
        }

        boolean has(String text) {
            return events.stream().anyMatch(event -> event.getFormattedMessage().contains(text));
        }
    }

    private final DeliveryFixture fixture = new DeliveryFixture();
    private final Lines lines = new Lines();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void start() {
        lines.start();
        root.addAppender(lines);
        fixture.start(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("aws2-sqs:orders")
                                .routeId("keeps-orders")
                                .process(exchange -> OF_THE_ROUTE.warn("A step of the route."))
                                .bean("sink", "write");
                    }
                });
    }

    @AfterEach
    void stop() {
        fixture.close();
        root.detachAppender(lines);
    }

    @Test
    void aLineOfARouteTellsItsRouteQueueAndMessage() {
        InMemoryQueues.Stored sent = fixture.send("1");
        fixture.awaitEmptyQueue();

        assertThat(lines.contextOf("A step of the route."))
                .containsEntry("route", "keeps-orders")
                .containsEntry("queue", "orders")
                .containsEntry("messageId", sent.id);
    }

    @Test
    void aLineOfAFailureTellsTheEventToo() {
        fixture.sink.fault =
                body -> {
                    throw new PermanentFailureException("no order");
                };
        InMemoryQueues.Stored sent = fixture.queues.put("orders", "1", eventId("event-7"));

        await().atMost(Duration.ofSeconds(60)).until(() -> lines.has("Dead-lettered"));
        assertThat(lines.contextOf("Dead-lettered"))
                .containsEntry("route", "keeps-orders")
                .containsEntry("queue", "orders")
                .containsEntry("messageId", sent.id)
                .containsEntry("eventId", "event-7");
    }

    @Test
    void aLineOfThePollAfterItsMessagesTellsNoMessage() {
        AtomicBoolean refused = new AtomicBoolean();
        fixture.queues.refuseEntry =
                (operation, body) ->
                        operation.startsWith("delete") && refused.compareAndSet(false, true)
                                ? "InternalError"
                                : null;
        fixture.send("1");

        await().atMost(Duration.ofSeconds(60)).until(() -> lines.has("did not delete"));
        assertThat(lines.contextOf("did not delete"))
                .containsEntry("queue", "orders")
                .doesNotContainKey("messageId");
    }

    @Test
    void anIdThatHoldsCardDataIsNotLogged() {
        fixture.sink.fault =
                body -> {
                    throw new PermanentFailureException("no order");
                };
        fixture.queues.put("orders", "1", eventId("4111111111111111"));

        await().atMost(Duration.ofSeconds(60)).until(() -> lines.has("Dead-lettered"));
        assertThat(lines.contextOf("Dead-lettered").get("eventId"))
                .isNotBlank()
                .doesNotContain("4111");
    }

    @Test
    void aClosedContextIsAsItWasBefore() {
        MDC.put("mine", "stays");
        try {
            LogContext.of("route", "queue").close();
            assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("mine", "stays"));
        } finally {
            MDC.clear();
        }
    }

    private static Map<String, MessageAttributeValue> eventId(String id) {
        return Map.of(
                "eventId",
                MessageAttributeValue.builder().dataType("String").stringValue(id).build());
    }
}
