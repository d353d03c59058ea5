package io.eventfork.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.cart.CartItem.State;
import io.eventfork.event.PermanentFailureException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReminderMailTest {

    private static final MailSettings SETTINGS =
            new MailSettings(
                    "shop@example.com",
                    "{user}@example.com",
                    "{product} is still in your cart",
                    "Hello {user},\n\n{product} is still in your cart.",
                    null);

    private final ReminderMail mails = new ReminderMail(SETTINGS, Consumers.CLOCK);

    @Test
    void aMailProgramReadsIt() throws Exception {
        MimeMessage mail = read(mails.bytes(mails.compose(item("swn", "Bällchen 🏀"))));

        assertThat(mail.getSubject()).isEqualTo("Bällchen 🏀 is still in your cart");
        assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("swn@example.com"));
        assertThat(mail.getFrom()).containsExactly(new InternetAddress("shop@example.com"));
        assertThat(mail.getSentDate()).isEqualTo(Date.from(Consumers.CLOCK.instant()));
        assertThat(mail.getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(mail.getContent().toString().replace("\r", ""))
                .isEqualTo("Hello swn,\n\nBällchen 🏀 is still in your cart.");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }

    @Test
    void theSameReminderIsTheSameMail() throws Exception {
        MimeMessage mail = mails.compose(item("swn", "Ball"));
        MimeMessage again = mails.compose(item("swn", "Ball"));
        again.saveChanges();

        assertThat(again.getMessageID())
                .isEqualTo(mail.getMessageID())
                .endsWith("@example.com>")
                .isNotEqualTo(mails.compose(item("swn", "Bat")).getMessageID());
        assertThat(mails.fileName(again))
                .isEqualTo(mails.fileName(mail))
                .matches("[0-9a-f-]{36}\\.eml");
    }

    @ParameterizedTest
    @CsvSource({
        "swn, swn@example.com",
        "o'hara, o'hara@example.com",
        "ann@shop.example.org, ann@shop.example.org",
        "a.b+c, a.b+c@example.com"
    })
    void goesToTheUserWhoseNameIsAnAddressOrMakesOne(String user, String address) throws Exception {
        assertThat(mails.compose(item(user, "Ball")).getAllRecipients())
                .containsExactly(new InternetAddress(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a,b",
                "ann@example.com,bob@example.com",
                "ann@example.com bob@example.com",
                "Ann <ann@example.com>",
                "<ann@example.com>",
                "ann@",
                "@example.com",
                "ann@@example.com",
                "jürgen",
                "group:ann@example.com;",
                "a\"b",
                "ann@example.com (x)"
            })
    void whoseNameIsNoAddressGetsNoMail(String user) {
        assertThatThrownBy(() -> mails.compose(item(user, "Ball")))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessageContaining("cart.mail.to")
                .hasMessageNotContaining(user);
    }

    @Test
    void whatTheNamesHoldIsNeverFilledInAgain() throws Exception {
        MimeMessage mail = mails.compose(item("{product}", "{user} {product}"));

        assertThat(mail.getSubject()).isEqualTo("{user} {product} is still in your cart");
        assertThat(mail.getAllRecipients()[0]).hasToString("{product}@example.com");
    }

    private static CartItem item(String user, String product) {
        return new CartItem(user, product, "stamp", State.IN_CART, Optional.empty());
    }

    private static MimeMessage read(byte[] bytes) throws Exception {
        assertThat(new String(bytes, StandardCharsets.US_ASCII)).doesNotContain("�");
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
    }
}
