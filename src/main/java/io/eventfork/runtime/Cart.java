package io.eventfork.runtime;

import io.eventfork.cart.CartSettings;
import io.eventfork.cart.MailSettings;
import io.eventfork.cart.MailSettings.Server;
import io.eventfork.cart.MailSettings.Tls;
import java.util.Locale;

/** What the settings say of the cart. Stateless. */
final class Cart {

    /** The longest detail type of EventBridge, and the longest product. */
    private static final int LONGEST_DETAIL_TYPE = 128;

    private static final int LONGEST_PRODUCT = 100;

    private Cart() {}

    /**
     * What events are called, and how reminders are scheduled.
     *
     * @throws StartException if a setting is wrong
     */
    static CartSettings settings(Settings settings) {
        String source = settings.text("cart.events.source");
        if (!source.matches("[/.\\-_A-Za-z0-9]{1,256}") || source.startsWith("aws.")) {
            throw settings.invalid(
                    "cart.events.source",
                    "letters, digits, dots, hyphens, underscores and slashes that do not begin"
                            + " with aws.",
                    null);
        }
        String added = detailType(settings, "cart.events.added");
        String removed = detailType(settings, "cart.events.removed");
        if (added.equals(removed)) {
            throw settings.invalid(
                    "cart.events.removed", "something else than cart.events.added", null);
        }
        String role = settings.text("cart.reminder.role");
        if (!role.matches("(arn:aws[a-z-]*:iam::\\d{12}:role/)?[\\w+=,.@/-]{1,512}")) {
            throw settings.invalid("cart.reminder.role", "the name or ARN of an IAM role", null);
        }
        return new CartSettings(
                source, added, removed, settings.duration("cart.reminder.delay"), role);
    }

    /**
     * How reminders are mailed.
     *
     * @throws StartException if a setting is wrong
     */
    static MailSettings mail(Settings settings) {
        settings.oneOf("cart.mail.transport", "folder", "smtp");
        String from = settings.text("cart.mail.from");
        // What else an address must be, the mail itself says.
        if (!from.matches("[!-~]+@[A-Za-z0-9.-]+")) {
            throw settings.invalid("cart.mail.from", "an address such as shop@example.com", null);
        }
        return new MailSettings(
                from,
                settings.text("cart.mail.to"),
                settings.text("cart.mail.subject"),
                settings.text("cart.mail.text"),
                new Server(
                        settings.text("cart.mail.host"),
                        settings.number("cart.mail.port", 1, 65_535),
                        settings.text("cart.mail.user"),
                        settings.text("cart.mail.password"),
                        Tls.valueOf(
                                settings.oneOf("cart.mail.tls", "none", "starttls", "tls")
                                        .toUpperCase(Locale.ROOT))));
    }

    private static String detailType(Settings settings, String name) {
        String text = settings.text(name);
        int length = text.replace("{product}", "x".repeat(LONGEST_PRODUCT)).length();
        if (text.isEmpty() || length > LONGEST_DETAIL_TYPE) {
            throw settings.invalid(
                    name,
                    "1 to %d characters, of which {product} counts %d"
                            .formatted(LONGEST_DETAIL_TYPE, LONGEST_PRODUCT),
                    null);
        }
        return text;
    }
}
