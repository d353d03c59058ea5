package io.eventfork.cart;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.SharedLocalCloud;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;

/** The stories of {@link CartTest}, told to a real DynamoDB and the Scheduler's protocol. */
class CartTableIT {

    private static final String PREFIX = "cart-table-it-";
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final DynamoDbClient TABLES = CLOUD.dynamoDb();
    private static final SchedulerClient SCHEDULER = CLOUD.build(SchedulerClient.builder());

    private final Consumers consumers = new Consumers(TABLES, SCHEDULER, PREFIX);

    @BeforeAll
    static void createTables() {
        create("cart-items", "user", "product");
        create("cart-checkouts", "user");
    }

    @AfterAll
    static void close() {
        SCHEDULER.close();
    }

    @Test
    void rowAndScheduleAgreeForwardsAndBackwardsAndTwice() {
        int number = 0;
        for (CartTest.Story story : CartTest.stories()) {
            List<String> backwards = new ArrayList<>(story.events());
            Collections.reverse(backwards);
            for (List<String> order : List.of(story.events(), backwards)) {
                String user = "story" + ++number;
                List<String> told =
                        order.stream()
                                .map(event -> event.replace("\"swn\"", '"' + user + '"'))
                                .toList();
                told.forEach(consumers::consume);
                told.forEach(consumers::consume);
                assertThat(schedules(user))
                        .as("%s", told)
                        .hasSize(story.inCartSince() == null ? 0 : 1)
                        .allSatisfy(input -> assertThat(input).contains(story.inCartSince()));
                assertThat(inCart(user)).hasSameSizeAs(schedules(user));
            }
        }
    }

    @Test
    void aReminderIsDueUntilSomebodyWasReminded() {
        consumers.consume(CartMessages.added("due", "Ball", "2026-11-21T12:00:01Z"));
        String input = schedules("due").get(0);

        DueReminder reminder = consumers.due(input);
        assertThat(reminder.due()).isTrue();
        consumers.reminded(reminder.item());
        assertThat(consumers.due(input).due()).isFalse();
        consumers.consume(CartMessages.added("due", "Ball", "2026-11-21T12:00:01Z"));
        assertThat(schedules("due")).isEmpty();
    }

    private static List<String> inCart(String user) {
        return TABLES.scanPaginator(scan -> scan.tableName(PREFIX + "cart-items")).items().stream()
                .filter(row -> row.get("user").s().equals(user) && row.containsKey("addedAt"))
                .map(row -> row.get("product").s())
                .toList();
    }

    private static List<String> schedules(String user) {
        return SCHEDULER
                .listSchedulesPaginator(list -> list.namePrefix("cart-"))
                .schedules()
                .stream()
                .map(ScheduleSummary::name)
                .map(name -> SCHEDULER.getSchedule(get -> get.name(name)))
                .filter(schedule -> schedule.target().arn().equals(Consumers.BUS))
                .map(schedule -> schedule.target().input())
                .filter(input -> input.contains('"' + user + '"'))
                .toList();
    }

    private static void create(String table, String... keys) {
        List<AttributeDefinition> attributes = new ArrayList<>();
        List<KeySchemaElement> schema = new ArrayList<>();
        for (String key : keys) {
            attributes.add(
                    AttributeDefinition.builder()
                            .attributeName(key)
                            .attributeType(ScalarAttributeType.S)
                            .build());
            schema.add(
                    KeySchemaElement.builder()
                            .attributeName(key)
                            .keyType(schema.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                            .build());
        }
        TABLES.createTable(
                request ->
                        request.tableName(PREFIX + table)
                                .attributeDefinitions(attributes)
                                .keySchema(schema)
                                .billingMode(BillingMode.PAY_PER_REQUEST));
    }
}
