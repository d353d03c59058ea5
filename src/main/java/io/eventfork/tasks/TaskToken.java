package io.eventfork.tasks;

import io.eventfork.event.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What lets a task, and nobody else, tell how it ended: 256 random bits, in Base64 for URLs.
 *
 * @param text as the task gets it; neither stored nor logged
 */
record TaskToken(String text) {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static TaskToken random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new TaskToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
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
