package io.eventfork.cart;

import io.eventfork.event.CardGuard;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;

/** The beans that the cart's routes name. */
public final class CartBeans {

    private CartBeans() {}

    /**
     * What the beans work with.
     *
     * @param scheduler is asked for its client when the first schedule is set
     */
    public record Clients(DynamoDbClient dynamoDb, Supplier<SchedulerClient> scheduler) {}

    /** Binds the beans. */
    public static void bind(
            Registry registry,
            CartSettings settings,
            MailSettings mail,
            Clients clients,
            CardGuard cardGuard,
            Clock clock) {
        CartNames names = new CartNames(cardGuard);
        registry.bind("cartIntake", new CartIntake(settings, names, clock));
        registry.bind("cartEvents", new CartEvents(settings, names));
        registry.bind("cartPages", new CartPages(names));
        registry.bind("cartTable", new CartTable(clients.dynamoDb(), clock, settings.delay()));
        registry.bind("cartSchedules", new ReminderSchedules(clients.scheduler(), settings, clock));
        registry.bind("cartMail", new ReminderMail(mail, clock));
        registry.bind("cartMailSender", new SmtpSender(mail.server()));
    }
}
