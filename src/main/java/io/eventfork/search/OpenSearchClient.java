package io.eventfork.search;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Sends bulk requests for a command, which has no routes. Thread-safe.
 *
 * @see OpenSearchClientConfigurer
 */
final class OpenSearchClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
    private final OpenSearchSettings settings;
    private final RequestAuth auth;

    OpenSearchClient(OpenSearchSettings settings, RequestAuth auth) {
        this.settings = settings;
        this.auth = auth;
    }

    /**
     * Sends a bulk request.
     *
     * @throws IOException if no answer comes
     */
    HttpResponse<byte[]> bulk(byte[] body) throws IOException {
        URI uri = settings.resolve("_bulk");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(settings.timeout())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofByteArray(body));
        auth.headers("POST", uri, body).forEach(request::setHeader);
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("It was interrupted.", e);
        }
    }
}
