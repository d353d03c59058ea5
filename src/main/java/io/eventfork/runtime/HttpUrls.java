package io.eventfork.runtime;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/** Addresses of HTTP servers, as settings have them. Stateless. */
final class HttpUrls {

    private HttpUrls() {}

    /**
     * The address in a setting, or nothing when it is empty.
     *
     * @throws StartException if it is no URL of HTTP, or has user, query or fragment
     */
    static Optional<URI> optional(Settings settings, String name) {
        return optional(settings, name, "one such as http://127.0.0.1:8081");
    }

    /**
     * As {@link #optional(Settings, String)}.
     *
     * @param expected what to write instead of a wrong one, without a full stop
     */
    static Optional<URI> optional(Settings settings, String name, String expected) {
        return settings.optional(name).map(text -> url(name, text, expected));
    }

    /**
     * The address of the server of this process, for those on the same machine.
     *
     * @param port its port without TLS: beside a server with TLS there is one without, on loopback
     */
    static URI ofThis(Settings settings, int port) {
        String host = Tls.isWanted(settings) ? "127.0.0.1" : settings.text("eventfork.host");
        try {
            InetAddress address = InetAddress.getByName(host);
            String name = address.isAnyLocalAddress() ? "127.0.0.1" : host;
            return URI.create(
                    "http://%s:%d".formatted(name.contains(":") ? "[" + name + "]" : name, port));
        } catch (UnknownHostException e) {
            throw new StartException("There is no host %s.".formatted(host), e);
        }
    }

    private static URI url(String name, String text, String expected) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw notUrl(name, expected, e);
        }
        throw notUrl(name, expected, null);
    }

    /** Without the value, which may hold a password. */
    private static StartException notUrl(String name, String expected, Exception cause) {
        return new StartException(
                "Setting %s is not a URL; write %s.".formatted(name, expected), cause);
    }
}
