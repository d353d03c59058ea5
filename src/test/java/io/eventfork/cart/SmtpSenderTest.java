package io.eventfork.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.cart.CartItem.State;
import io.eventfork.cart.MailSettings.Server;
import io.eventfork.cart.MailSettings.Tls;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which failures of an SMTP server are the mail's own, and which are the server's. */
class SmtpSenderTest {

    private final ScriptedMailServer server = new ScriptedMailServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsTheMailAsItIs() throws Exception {
        MimeMessage mail = mail();
        sender("", Tls.NONE).send(mail);

        assertThat(server.commands())
                .contains(
                        "MAIL FROM:<shop@example.com>",
                        "RCPT TO:<swn@example.com>",
                        "Message-ID: " + mail.getMessageID(),
                        "Subject: Ball is still in your cart")
                .noneMatch(command -> command.startsWith("AUTH"));
    }

    @Test
    void logsInIfThereIsAUser() throws Exception {
        server.answering(Map.of("AUTH", "235 in"));

        sender("me", Tls.NONE).send(mail());

        assertThat(server.commands()).anyMatch(command -> command.startsWith("AUTH PLAIN"));
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 no such user",
        "RCPT, 553 not allowed",
        "DATA, 554 no",
        "., 552 too large",
        "., 550 spam"
    })
    void anAddressOrMailThatIsRefusedForGoodIsTheMailsFault(String command, String answer) {
        server.answering(Map.of(command, answer));

        assertThatThrownBy(() -> sender("", Tls.NONE).send(mail()))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessageContaining(answer.substring(0, 3))
                .hasMessageNotContaining("swn");
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421 busy",
        "CONNECT, 554 go away",
        "MAIL, 550 not you",
        "MAIL, 530 5.7.0 log in first",
        "MAIL, 451 later",
        "DATA, 451 later",
        "., 452 disk full"
    })
    void aServerThatTakesNothingIsAway(String command, String answer) {
        server.answering(Map.of(command, answer));

        assertThatThrownBy(() -> sender("", Tls.NONE).send(mail()))
                .isInstanceOf(SinkAwayException.class)
                .hasMessageContaining("127.0.0.1:" + server.port())
                .hasMessageNotContaining("swn");
    }

    @Test
    void aServerThatLetsNobodyInIsAway() {
        server.answering(Map.of("AUTH", "535 wrong"));

        assertThatThrownBy(() -> sender("me", Tls.NONE).send(mail()))
                .isInstanceOf(SinkAwayException.class)
                .hasMessageContaining("cart.mail.user")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aServerWithoutTheEncryptionThatIsAskedForGetsNoMail() {
        assertThatThrownBy(() -> sender("", Tls.STARTTLS).send(mail()))
                .isInstanceOf(SinkAwayException.class);
        assertThatThrownBy(() -> sender("", Tls.TLS).send(mail()))
                .isInstanceOf(SinkAwayException.class);
        assertThat(server.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }

    @Test
    void aServerThatIsNotThereIsAway() {
        server.close();

        assertThatThrownBy(() -> sender("", Tls.NONE).send(mail()))
                .isInstanceOf(SinkAwayException.class);
    }

    @Test
    void anAddressThatIsRefusedForNowIsLeftToDelivery() {
        server.answering(Map.of("RCPT", "450 later"));

        assertThatThrownBy(() -> sender("", Tls.NONE).send(mail()))
                .isInstanceOf(MessagingException.class);
    }

    private SmtpSender sender(String user, Tls tls) {
        return new SmtpSender(new Server("127.0.0.1", server.port(), user, "secret", tls));
    }

    private static MimeMessage mail() throws MessagingException {
        return new ReminderMail(
                        new MailSettings(
                                "shop@example.com",
                                "{user}@example.com",
                                "{product} is still in your cart",
                                "Hello",
                                null),
                        Consumers.CLOCK)
                .compose(new CartItem("swn", "Ball", "stamp", State.IN_CART, Optional.empty()));
    }
}
