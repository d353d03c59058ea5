package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.cart.CartSettings;
import io.eventfork.cart.MailSettings;
import io.eventfork.cart.MailSettings.Server;
import io.eventfork.cart.MailSettings.Tls;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of the cart. */
class CartSettingsTest {

    @Test
    void namesEventsAsTheOriginalDoesButForTheProduct() {
        assertThat(Cart.settings(settings(Map.of())))
                .isEqualTo(
                        new CartSettings(
                                "putToCartService",
                                "item added to Cart",
                                "item removed from Cart",
                                Duration.ofDays(1),
                                "eventfork-cart-reminders"));
    }

    @Test
    void writesMailsToAFolderUnlessToldOtherwise() {
        assertThat(settings(Map.of()).text("cart.mail.transport")).isEqualTo("folder");
        assertThat(settings(Map.of()).text("cart.mail.folder")).isEqualTo("mail");
        assertThat(Cart.mail(settings(Map.of())))
                .isEqualTo(
                        new MailSettings(
                                "shop@example.com",
                                "{user}@example.com",
                                "{product} is still in your cart",
                                "Hello {user},\n\n{product} is still in your cart.",
                                new Server("localhost", 587, "", "", Tls.STARTTLS)));
    }

    @ParameterizedTest
    @CsvSource({
        "cart.events.source, aws.cart",
        "cart.events.source, two words",
        "cart.events.added, ''",
        "cart.events.added, 'item {product} was added to the Cart of ours'",
        "cart.events.removed, item added to Cart",
        "cart.reminder.role, two words",
        "cart.reminder.delay, soon",
        "cart.mail.transport, pigeon",
        "cart.mail.from, nobody",
        "cart.mail.port, 0",
        "cart.mail.tls, maybe"
    })
    void aWrongValueIsRefusedAtTheStart(String name, String value) {
        Settings settings = settings(Map.of(name, value));

        assertThatThrownBy(
                        () -> {
                            Cart.settings(settings);
                            Cart.mail(settings);
                        })
                .isInstanceOf(StartException.class)
                .hasMessageContaining(name);
    }

    @Test
    void noPasswordIsShown() {
        MailSettings mail =
                Cart.mail(
                        settings(
                                Map.of(
                                        "cart.mail.user", "me",
                                        "cart.mail.password", "s3cret")));

        assertThat(mail.server().password()).isEqualTo("s3cret");
        assertThat(mail.toString()).doesNotContain("s3cret");
    }

    private static Settings settings(Map<String, String> changed) {
        return Settings.load(changed, Optional.empty(), Map.of(), new Properties());
    }
}
