package io.eventfork.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.RouteTestSupport;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

class OutboxRouteTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void putsAnEntryOnTheBusAndDeletesIt() throws Exception {
        try (RouteTestSupport routes = routes()) {
            OutboxFixture table = new OutboxFixture(routes.dynamoDb);
            table.put(entry("1"));

            start(routes);

            await().until(() -> table.ids().isEmpty());
            assertThat(routes.eventBridge.events())
                    .singleElement()
                    .satisfies(
                            event -> {
                                assertThat(event.eventBusName()).isEqualTo("test-events");
                                assertThat(event.traceHeader()).isEqualTo("Root=1");
                                assertThat(event.detail()).isEqualTo("{\"id\":\"1\"}");
                            });
            assertThat(routes.dynamoDb.requests(ScanRequest.class))
                    .allMatch(scan -> scan.tableName().equals("test-shop-outbox"));
        }
    }

    @Test
    void waitsForABusThatIsAwayAndSaysSoOnce() throws Exception {
        try (RouteTestSupport routes = routes()) {
            OutboxFixture table = new OutboxFixture(routes.dynamoDb);
            table.put(entry("1"));
            routes.eventBridge.failing(SdkClientException.create("Connect refused"));

            start(routes);

            await().until(() -> routes.eventBridge.requests().size() >= 2);
            assertThat(table.ids()).containsExactly("1");
            routes.eventBridge.failing(null);
            await().until(() -> table.ids().isEmpty());
            await().until(() -> routes.logged().contains("relays again"));
            assertThat(routes.logged()).containsOnlyOnce("Outbox test-shop-outbox waits");
        }
    }

    @Test
    void sendsTheOthersWhenTheBusRefusesOneAndNamesThatOne() throws Exception {
        try (RouteTestSupport routes = routes()) {
            OutboxFixture table = new OutboxFixture(routes.dynamoDb);
            table.put(entry("1"));
            table.put(entry("2"));
            routes.eventBridge.refusing(
                    event -> event.detail().contains("1") ? "MalformedDetail" : null);

            start(routes);

            await().until(() -> table.ids().size() == 1);
            assertThat(table.ids()).containsExactly("1");
            assertThat(routes.logged())
                    .containsOnlyOnce("Entry 1 of outbox test-shop-outbox can't be put on the bus");
        }
    }

    private static RouteTestSupport routes() throws Exception {
        return RouteTestSupport.run(
                Map.of("outbox.interval", "20ms", "outbox.recover", "20ms"),
                "pipelines/outbox.camel.yaml");
    }

    private static void start(RouteTestSupport routes) {
        TemplatedRouteBuilder.builder(routes.context, "outbox")
                .routeId("shop-outbox")
                .parameter("Table", "shop-outbox")
                .parameter("Bus", "events")
                .add();
    }

    private static Map<String, AttributeValue> entry(String id) {
        return new OutboxEntry(
                        id,
                        "source",
                        "type",
                        "{\"id\":\"" + id + "\"}",
                        LONG_AGO,
                        Optional.of("Root=1"))
                .put("table")
                .item();
    }
}
