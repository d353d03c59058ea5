package io.eventfork.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.runtime.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import javax.net.ssl.SSLException;

/**
 * Calls the {@code /admin} resources of a running application. What goes wrong is a {@link
 * StartException} whose sentence tells the operator why.
 */
final class AdminClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final Optional<String> token;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();

    /**
     * @param base the application's URL, as {@code http://127.0.0.1:8080}
     * @param token what lets into its administration, if it asks for it
     */
    AdminClient(String base, Optional<String> token) {
        this.base = base.replaceFirst("/+$", "");
        this.token = token;
    }

    /** One answer. */
    record Answer(int status, JsonNode body) {}

    Answer get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    Answer delete(String path) {
        return send(HttpRequest.newBuilder(uri(path)).DELETE());
    }

    Answer post(String path, JsonNode body) {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    private URI uri(String path) {
        try {
            URI uri = URI.create(base + path);
            if (uri.getHost() != null && uri.getScheme().matches("https?")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw notAUrl(e);
        }
        throw notAUrl(null);
    }

    private StartException notAUrl(Exception cause) {
        return new StartException(
                "'%s' is no URL of an application; write one such as http://127.0.0.1:8080."
                        .formatted(base),
                cause);
    }

    private Answer send(HttpRequest.Builder request) {
        HttpResponse<String> response;
        token.ifPresent(secret -> request.header("authorization", "Bearer " + secret));
        try {
            response = client.send(request.timeout(ANSWER).build(), BodyHandlers.ofString());
        } catch (SSLException e) {
            throw new StartException(
                    "Java does not trust the certificate of %s (%s); name a trust store with -Djavax.net.ssl.trustStore=FILE before -jar."
                            .formatted(base, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new StartException(
                    "No Eventfork answers at %s; start it there, or name the one that runs with --url."
                            .formatted(base),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted.", e);
        }
        JsonNode body = read(response);
        if (response.statusCode() == 401) {
            throw new StartException(
                    refusal(body)
                            + " Set EVENTFORK_ADMIN_TOKEN, or name a file with --token-file.");
        }
        if (response.statusCode() >= 400) {
            throw new StartException(refusal(body));
        }
        return new Answer(response.statusCode(), body);
    }

    private JsonNode read(HttpResponse<String> response) {
        try {
            JsonNode body = JSON.readTree(response.body());
            if (body.isContainerNode()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw notEventfork(response, e);
        }
        throw notEventfork(response, null);
    }

    private StartException notEventfork(HttpResponse<String> response, Exception cause) {
        return new StartException(
                "What answers at %s (status %d) is no Eventfork; name the one that runs with --url."
                        .formatted(base, response.statusCode()),
                cause);
    }

    private static String refusal(JsonNode problem) {
        StringJoiner sentence = new StringJoiner(" ");
        sentence.add(problem.path("detail").asText(problem.path("title").asText()));
        for (JsonNode fault : problem.path("faults")) {
            sentence.add(
                    "%s %s."
                            .formatted(
                                    fault.path("pointer").asText(), fault.path("message").asText())
                            .strip());
        }
        return OneLine.of(sentence.toString());
    }
}
