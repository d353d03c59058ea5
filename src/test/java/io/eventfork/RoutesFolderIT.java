package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A folder of routes, edited while the packaged jar runs it. */
class RoutesFolderIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final Duration SOON = Duration.ofMinutes(2);

    /** A step that would lose messages, before the one that writes an order. */
    private static final String TAP =
            """
            - wireTap:
                        id: elsewhere
                        uri: seda:elsewhere
                        copy: "false"
                    - to:
                        id: write-order""";

    private final AtomicInteger customers = new AtomicInteger();
    @TempDir Path folder;
    private Path routes;
    private EventforkProcess application;

    @BeforeEach
    void eject() {
        routes = folder.resolve("routes");
        try (EventforkProcess eject = EventforkProcess.of("routes", "eject", routes.toString())) {
            assertThat(eject.exitCode(SOON)).as(eject.output()).isZero();
        }
        application =
                EventforkProcess.application(
                        CLOUD.endpoint(),
                        "--routes",
                        routes.toString(),
                        "--config",
                        CheckoutIT.configuration("folder-it-").toString());
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void anEditTakesEffectABrokenOneDoesNotAndARepairDoes() throws IOException {
        Path orders = routes.resolve("checkout/orders.camel.yaml");
        String text = Files.readString(orders);
        assertThat(amountOf(1)).contains("\"PaymentAmount\":5");

        Edit.of(orders, text.replace("{{checkout.orders.corrupt}}", "true"));
        await().atMost(SOON).untilAsserted(() -> assertThat(amountOf(2)).contains("CORRUPTED!"));

        Edit.of(orders, text.replace("aws2-ddb:", "no-such-component:"));
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(application.observe("health").body())
                                        .contains("orders.camel.yaml"));
        assertThat(amountOf(3)).contains("CORRUPTED!");
        assertThat(application.observe("health/ready").statusCode()).isEqualTo(200);

        Edit.of(orders, text.replace("- to:\n            id: write-order", TAP));
        int line = (int) text.substring(0, text.indexOf("- to:")).lines().count();
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(application.observe("health").body())
                                        .contains("orders.camel.yaml:" + line, "'elsewhere'"));

        Edit.of(orders, text);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(amountOf(4)).contains("\"PaymentAmount\":5"));
        assertThat(application.observe("health").body()).doesNotContain("orders.camel.yaml");
        assertThat(application.output())
                .as("every route stopped in time")
                .doesNotContain("Timeout occurred");
    }

    @Test
    void aNewFolderIsProvisionedAndRunsAndARemovedOneStops() throws IOException {
        Path added = Files.createDirectory(routes.resolve("added"));
        Files.writeString(
                added.resolve("resources.yaml"),
                """
                queues:
                  added-in:
                    visibility: 30s
                """);
        Files.writeString(
                added.resolve("added.camel.yaml"),
                """
                - route:
                    id: added-notes
                    description: Keeps what arrives as a row.
                    from:
                      uri: aws2-sqs:{{queue:added-in}}
                      steps:
                        - log:
                            message: Added route got a message.
                """);
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(application.observe("metrics").body())
                                        .contains("added-notes"));
        String url = CLOUD.sqs().getQueueUrl(get -> get.queueName("folder-it-added-in")).queueUrl();
        CLOUD.sqs().sendMessage(send -> send.queueUrl(url).messageBody("hello"));
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(application.observe("metrics").body())
                                        .containsPattern(
                                                "eventfork_delivery_acknowledged_total\\{[^}]*added-notes[^}]*\\} 1"));

        Files.delete(added.resolve("added.camel.yaml"));
        Files.delete(added.resolve("resources.yaml"));
        Files.delete(added);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(application.output()).contains("still collect"));
        assertThat(application.observe("health/ready").statusCode()).isEqualTo(200);
    }

    /** Places an order and reads what became of it. */
    private String amountOf(int id) {
        // Few digits: many could pass for a card number, which the intake refuses.
        String customer = "folder-" + id + "-" + customers.incrementAndGet();
        assertThat(application.post("/checkout", Orders.of(id, customer, "5")).statusCode())
                .isEqualTo(202);
        await().atMost(SOON)
                .until(
                        () ->
                                CLOUD.dynamoDb()
                                        .query(
                                                query ->
                                                        query.tableName("folder-it-checkout-orders")
                                                                .keyConditionExpression(
                                                                        "CustomerId = :c")
                                                                .expressionAttributeValues(
                                                                        java.util.Map.of(
                                                                                ":c",
                                                                                AttributeValue
                                                                                        .fromS(
                                                                                                customer))))
                                        .hasItems());
        await().atMost(SOON)
                .until(() -> application.get("/checkout/orders/" + customer).body().length() > 2);
        return application.get("/checkout/orders/" + customer).body();
    }
}
