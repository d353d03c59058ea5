package io.eventfork.cart;

/**
 * How reminders are mailed.
 *
 * @param from the sender's address
 * @param to the address of a user who is none: {@code {user}} stands for the user
 * @param subject the subject; {@code {user}} and {@code {product}} are filled in
 * @param text the text; {@code {user}} and {@code {product}} are filled in
 * @param server where an SMTP server takes mails
 */
public record MailSettings(String from, String to, String subject, String text, Server server) {

    /** How the connection to the SMTP server is protected. */
    public enum Tls {
        NONE,
        /** It begins without, and goes on only if the server offers STARTTLS. */
        STARTTLS,
        /** From its beginning. */
        TLS
    }

    /**
     * An SMTP server.
     *
     * @param user empty if it wants none
     */
    public record Server(String host, int port, String user, String password, Tls tls) {

        /** Without the password. */
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
