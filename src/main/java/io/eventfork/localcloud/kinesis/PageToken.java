package io.eventfork.localcloud.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a client hands back to go on where it was: some words, in Base64. Not signed; the cloud
 * checks what it reads.
 */
record PageToken(List<String> words) {

    private static final String SEPARATOR = "\n";

    static PageToken after(String... words) {
        return new PageToken(List.of(words));
    }

    /**
     * @throws io.eventfork.localcloud.json.JsonException {@code InvalidArgumentException} if this
     *     is no token
     */
    static PageToken of(String text) {
        try {
            String words = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            return new PageToken(List.of(words.split(Pattern.quote(SEPARATOR), -1)));
        } catch (IllegalArgumentException e) {
            throw KinesisErrors.invalid("NextToken is not valid.");
        }
    }

    String text() {
        return Base64.getUrlEncoder()
                .encodeToString(String.join(SEPARATOR, words).getBytes(StandardCharsets.UTF_8));
    }

    /** The only word, or the last. */
    String last() {
        return words.get(words.size() - 1);
    }
}
