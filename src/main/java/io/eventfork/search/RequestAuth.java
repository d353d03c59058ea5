package io.eventfork.search;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** What a request to OpenSearch carries so that it is let in. Implementations are thread-safe. */
@FunctionalInterface
public interface RequestAuth {

    /** Lets everybody in. */
    RequestAuth NONE = (method, uri, body) -> Map.of();

    /**
     * The headers that a request needs.
     *
     * @param uri as it is sent, with its query
     * @param body as it is sent; empty if there is none
     */
    Map<String, String> headers(String method, URI uri, byte[] body);

    /** User and password (RFC 7617). */
    static RequestAuth basic(String user, String password) {
        String token =
                Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return (method, uri, body) -> Map.of("Authorization", "Basic " + token);
    }
}
