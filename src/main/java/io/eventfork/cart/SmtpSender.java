package io.eventfork.cart;

import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * Hands mails to an SMTP server, and says of a failure whether it is the mail's or the server's: an
 * address or a mail that the server refuses for good (5xx, RFC 5321) is a {@link
 * PermanentFailureException}; a server that is away, lets nobody in, or takes nothing at the moment
 * is a {@link SinkAwayException}; an address that is refused for now is tried again by delivery.
 * Thread-safe: each mail has a connection of its own.
 */
final class SmtpSender extends DefaultJavaMailSender {

    private static final String CONNECT_MILLIS = "5000";
    private static final String ANSWER_MILLIS = "20000";

    private final MailSettings.Server server;

    SmtpSender(MailSettings.Server server) {
        this.server = server;
        boolean login = !server.user().isEmpty();
        setProtocol("smtp");
        setHost(server.host());
        setPort(server.port());
        if (login) {
            setUsername(server.user());
            setPassword(server.password());
        }
        Properties properties = getJavaMailProperties();
        properties.setProperty("mail.smtp.auth", Boolean.toString(login));
        properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MILLIS);
        properties.setProperty("mail.smtp.timeout", ANSWER_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", ANSWER_MILLIS);
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        switch (server.tls()) {
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
            case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
        }
    }

    @Override
    public void send(MimeMessage mail) throws MessagingException {
        try {
            super.send(mail);
        } catch (MessagingException e) {
            throw classified(e);
        }
    }

    /** What the failure means; itself if it is left to delivery. */
    private MessagingException classified(MessagingException failure) {
        Optional<SMTPAddressFailedException> address =
                cause(failure, SMTPAddressFailedException.class);
        if (address.isPresent()) {
            int code = address.get().getReturnCode();
            if (isForGood(code)) {
                throw refused("the address", code, failure);
            }
            return failure;
        }
        cause(failure, SMTPSenderFailedException.class)
                .ifPresent(
                        sender -> {
                            throw away(
                                    "refuses the sender, setting cart.mail.from",
                                    sender.getReturnCode(),
                                    failure);
                        });
        cause(failure, SMTPSendFailedException.class)
                .ifPresent(
                        send -> {
                            throw isForGood(send.getReturnCode())
                                    ? refused("the mail", send.getReturnCode(), failure)
                                    : away(
                                            "does not take the mail now",
                                            send.getReturnCode(),
                                            failure);
                        });
        if (cause(failure, AuthenticationFailedException.class).isPresent()) {
            throw new SinkAwayException(
                    "The mail server %s lets nobody in with the settings cart.mail.user and cart.mail.password."
                            .formatted(server),
                    failure);
        }
        boolean lost = cause(failure, IOException.class).isPresent();
        if (!lost && failure instanceof SendFailedException) {
            return failure;
        }
        throw new SinkAwayException(
                lost
                        ? "The mail server %s does not answer.".formatted(server)
                        : "The mail server %s takes no mail: %s"
                                .formatted(server, failure.getMessage()),
                failure);
    }

    /** The first of a kind in the chain, which tells of each address and of the command. */
    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> kind) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (kind.isInstance(link)) {
                return Optional.of(kind.cast(link));
            }
        }
        return Optional.empty();
    }

    /** Of the codes from 500, those from 530 to 538 ask for a login or for encryption. */
    private static boolean isForGood(int code) {
        return code >= 500 && (code < 530 || code > 538);
    }

    private static PermanentFailureException refused(String what, int code, Throwable cause) {
        return new PermanentFailureException(
                "The mail server refuses %s (%d).".formatted(what, code), cause);
    }

    private SinkAwayException away(String what, int code, Throwable cause) {
        return new SinkAwayException(
                "The mail server %s %s (%d).".formatted(server, what, code), cause);
    }
}
