package io.eventfork.cart;

import io.eventfork.event.CardGuard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;

/** What the cart's queue-fed routes do with a message, step by step and again if it has to be. */
final class Consumers {

    static final String BUS = "arn:aws:events:us-east-1:000000000000:event-bus/test-events";
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:30Z"), ZoneOffset.UTC);
    static final CartSettings SETTINGS =
            new CartSettings(
                    "putToCartService",
                    CartMessages.ADDED,
                    CartMessages.REMOVED,
                    Duration.ofDays(1),
                    "reminders");

    private static final String DEAD_LETTERS = "test-cart-reminders-dlq";

    final CartTable table;
    private final ReminderSchedules schedules;
    private final CartEvents events =
            new CartEvents(SETTINGS, new CartNames(new CardGuard(List.of())));
    private final String items;
    private final String checkouts;

    Consumers(DynamoDbClient dynamoDb, SchedulerClient scheduler, String prefix) {
        table = new CartTable(dynamoDb, CLOCK, SETTINGS.delay());
        schedules = new ReminderSchedules(() -> scheduler, SETTINGS, CLOCK);
        items = prefix + "cart-items";
        checkouts = prefix + "cart-checkouts";
    }

    /** As the delivery layer: until it succeeds. */
    void consume(String body) {
        while (true) {
            try {
                attempt(body);
                return;
            } catch (ItemChangedException e) {
                Thread.onSpinWait();
            }
        }
    }

    private void attempt(String body) {
        if (body.contains("CheckoutBasket")) {
            for (CartItem item : table.checkOut(events.checkout(body), items, checkouts)) {
                settle(item);
            }
        } else {
            settle(table.record(events.change(body), items, checkouts));
        }
    }

    private void settle(CartItem item) {
        table.confirm(schedules.agree(item, BUS, DEAD_LETTERS), items, checkouts);
    }

    DueReminder due(String input) {
        return table.due(events.reminder(CartMessages.reminder(input)), items, checkouts);
    }

    void reminded(CartItem item) {
        table.reminded(item, items);
    }

    static String schedule(String user, String product) {
        return ReminderSchedules.name(BUS, user, product);
    }
}
