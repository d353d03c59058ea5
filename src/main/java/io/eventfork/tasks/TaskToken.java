package io.eventfork.tasks;

import io.eventfork.event.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * What lets a task, and nobody else, tell how it ended: 256 random bits, in Base64 for URLs.
 *
 * @param text as the task gets it; neither stored nor logged
 */
record TaskToken(String text) {

    /** The environment variable with it; as Step Functions has it. */
    static final String VARIABLE = "TASK_TOKEN";

    /**
     * The environment variable with where it is used: {@code POST} to {@code /success} or {@code
     * /failure} below that.
     */
    static final String URL_VARIABLE = "TASK_CALLBACK_URL";

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static TaskToken random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new TaskToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * What its task has of it in its environment.
     *
     * @param address where the task reaches this application or a replica, if it does
     */
    Map<String, String> environment(Optional<URI> address) {
        return address.map(
                        url ->
                                Map.of(
                                        VARIABLE,
                                        text,
                                        URL_VARIABLE,
                                        url.resolve("/tasks/" + text).toString()))
                .orElseGet(() -> Map.of(VARIABLE, text));
    }

    /** Under which it is stored: whoever reads the table cannot use it. */
    String hash() {
        byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    @Override
    public String toString() {
        return "a task token";
    }
}
