package io.eventfork.cart;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** From a schedule that has run to the mail. */
class ReminderRouteTest {

    private static final String ADDED = CartMessages.added("swn", "Ball", "2026-11-21T12:00:01.5Z");

    @TempDir Path folder;

    @Test
    void writesAMailThatOpensInAMailProgram() throws Exception {
        try (CartRoutes cart = withFolder()) {
            cart.deliver("cart-items", ADDED);

            assertThat(remind(cart)).isNull();

            try (InputStream file = Files.newInputStream(onlyFile())) {
                MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), file);
                assertThat(mail.getSubject()).isEqualTo("Ball is still in your cart");
                assertThat(mail.getAllRecipients()[0]).hasToString("swn@example.com");
            }
            assertThat(onlyFile().getFileName().toString()).endsWith(".eml");
            assertThat(cart.routes.get("/cart/items/swn").body()).contains("remindedAt");
        }
    }

    @Test
    void aReminderThatComesAgainMailsNothing() throws Exception {
        try (CartRoutes cart = withFolder()) {
            cart.deliver("cart-items", ADDED);
            remind(cart);
            Files.delete(onlyFile());

            assertThat(remind(cart)).isNull();

            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aReminderThatCouldNotBeMarkedWritesTheSameFile() throws Exception {
        try (CartRoutes cart = withFolder()) {
            cart.deliver("cart-items", ADDED);
            cart.carts.before(
                    call -> {
                        if (call instanceof UpdateItemRequest) {
                            throw SdkClientException.create("away");
                        }
                    });
            assertThat(remind(cart)).isInstanceOf(SdkClientException.class);
            byte[] first = Files.readAllBytes(onlyFile());
            cart.carts.before(call -> {});

            assertThat(remind(cart)).isNull();

            assertThat(Files.readAllBytes(onlyFile())).isEqualTo(first);
        }
    }

    @Test
    void whatIsNoLongerInTheCartIsNotMailed() throws Exception {
        try (CartRoutes cart = withFolder()) {
            cart.deliver("cart-items", ADDED);
            String input = cart.input();
            cart.deliver("cart-items", CartMessages.removed("swn", "Ball", "2026-11-21T12:00:02Z"));

            assertThat(cart.deliver("cart-reminders", CartMessages.reminder(input))).isNull();

            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsASinkThatIsAway() throws Exception {
        Path file = Files.createFile(folder.resolve("taken"));
        try (CartRoutes cart = CartRoutes.withFolder(file.resolve("mail").toString())) {
            cart.deliver("cart-items", ADDED);

            assertThat(remind(cart)).isInstanceOf(GenericFileOperationFailedException.class);
        }
    }

    @Test
    void aUserWithoutAnAddressGoesToTheDeadLetters() throws Exception {
        try (CartRoutes cart = withFolder()) {
            cart.deliver(
                    "cart-items", CartMessages.added("no address", "Ball", "2026-11-21T12:00:01Z"));

            assertThat(remind(cart)).isInstanceOf(PermanentFailureException.class);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void sendsTheMailBySmtpOnce() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer();
                CartRoutes cart = CartRoutes.withMailServer(server.port())) {
            cart.deliver("cart-items", ADDED);

            assertThat(remind(cart)).isNull();
            assertThat(remind(cart)).isNull();

            assertThat(server.commands())
                    .contains("Subject: Ball is still in your cart")
                    .containsOnlyOnce("RCPT TO:<swn@example.com>");
        }
    }

    @Test
    void aMailThatIsRefusedFailsForGoodAndAServerThatIsAwayIsWaitedFor() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer();
                CartRoutes cart = CartRoutes.withMailServer(server.port())) {
            cart.deliver("cart-items", ADDED);

            server.answering(Map.of("RCPT", "550 no such user"));
            assertThat(remind(cart)).isInstanceOf(PermanentFailureException.class);
            server.answering(Map.of("CONNECT", "421 busy"));
            assertThat(remind(cart)).isInstanceOf(SinkAwayException.class);
            server.answering(Map.of());
            assertThat(remind(cart)).isNull();
        }
    }

    private CartRoutes withFolder() throws Exception {
        return CartRoutes.withFolder(folder.toString());
    }

    private static Throwable remind(CartRoutes cart) {
        return cart.deliver("cart-reminders", CartMessages.reminder(cart.input()));
    }

    private Path onlyFile() throws Exception {
        assertThat(files()).hasSize(1);
        return files().get(0);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
