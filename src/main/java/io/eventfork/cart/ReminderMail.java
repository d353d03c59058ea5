package io.eventfork.cart;

import io.eventfork.event.PermanentFailureException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes the mail that reminds a user of a product. The same reminder always has the same
 * Message-ID, by which a mailbox knows that it has it. Thread-safe.
 */
public final class ReminderMail {

    /** Without what RFC 5322 allows in quotes and comments, where one address can look like two. */
    private static final Pattern PLAIN_ADDRESS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+");

    private final MailSettings settings;
    private final Clock clock;

    ReminderMail(MailSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The mail.
     *
     * @throws PermanentFailureException if the user has no address
     */
    public MimeMessage compose(CartItem item) throws MessagingException {
        InternetAddress from = new InternetAddress(settings.from(), true);
        String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
        MimeMessage mail = new Identified("<" + id(item) + "@" + domain + ">");
        mail.setFrom(from);
        mail.setRecipient(RecipientType.TO, address(item));
        mail.setSubject(filled(settings.subject(), item), StandardCharsets.UTF_8.name());
        mail.setText(filled(settings.text(), item), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(clock.instant()));
        // So that nobody's absence note answers (RFC 3834).
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.saveChanges();
        return mail;
    }

    /** The name of the file that keeps a mail: always the same for the same reminder. */
    public String fileName(MimeMessage mail) throws MessagingException {
        String id = mail.getMessageID();
        return id.substring(1, id.indexOf('@')) + ".eml";
    }

    /** The whole mail as it goes over the wire and into a file (RFC 5322). */
    public byte[] bytes(MimeMessage mail) throws MessagingException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            mail.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String id(CartItem item) {
        String reminder = item.user() + "\n" + item.product() + "\n" + item.stamp();
        return UUID.nameUUIDFromBytes(reminder.getBytes(StandardCharsets.UTF_8))
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    /** The user, if that is an address; one address, whatever the name tries. */
    private InternetAddress address(CartItem item) {
        String text = item.user().contains("@") ? item.user() : filled(settings.to(), item);
        try {
            InternetAddress[] addresses = InternetAddress.parse(text, true);
            if (PLAIN_ADDRESS.matcher(text).matches()
                    && addresses.length == 1
                    && text.equals(addresses[0].getAddress())) {
                addresses[0].validate();
                return addresses[0];
            }
        } catch (AddressException e) {
            throw noAddress(e);
        }
        throw noAddress(null);
    }

    private static PermanentFailureException noAddress(Throwable cause) {
        return new PermanentFailureException(
                "The user's name makes no mail address (settings cart.mail.to).", cause);
    }

    private static String filled(String template, CartItem item) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            if (template.startsWith("{user}", at)) {
                text.append(item.user());
                at += "{user}".length();
            } else if (template.startsWith("{product}", at)) {
                text.append(item.product());
                at += "{product}".length();
            } else {
                text.append(template.charAt(at++));
            }
        }
        return text.toString();
    }

    /** A mail whose Message-ID is not made anew whenever it is sent. */
    private static final class Identified extends MimeMessage {

        private final String id;

        Identified(String id) {
            super(Session.getInstance(new Properties()));
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
