package io.eventfork.table;

import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Limits and tokens of lists that are read page by page. A token is the key of a page's last row,
 * so that it needs no memory here; a list that belongs to somebody takes its partition key from the
 * path and not from the token. Stateless.
 */
public final class PageRequest {

    /** The longest sort key of DynamoDB is half of the longest partition key, in bytes. */
    private static final int MAX_KEY = 1024;

    /** Between the parts of a key; no key that use cases let in has this character. */
    private static final String SEPARATOR = "\u0000";

    private PageRequest() {}

    /**
     * How many rows a page has.
     *
     * @param text what the caller asks for; null if nothing
     * @throws ProblemException if it is no number from 1 to the largest
     */
    public static int limit(Object text, int defaultLimit, int maxLimit) {
        if (text == null) {
            return defaultLimit;
        }
        if (text.toString().matches("[0-9]{1,9}")) {
            int limit = Integer.parseInt(text.toString());
            if (limit >= 1 && limit <= maxLimit) {
                return limit;
            }
        }
        throw wrong("limit", "must be a whole number from 1 to " + maxLimit);
    }

    /** The token of the page after the row with this key, safe in a URL. */
    public static String token(String... key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, key).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key that a token was made of.
     *
     * @param parts how many parts the key has
     * @throws ProblemException if it is no token of such a key
     */
    public static List<String> key(Object token, int parts) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token.toString());
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            List<String> key = List.of(text.split(SEPARATOR, -1));
            if (key.size() == parts
                    && key.stream().allMatch(PageRequest::isKey)
                    && token(text).equals(token.toString())) {
                return key;
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw wrongToken();
        }
        throw wrongToken();
    }

    private static boolean isKey(String part) {
        return !part.isEmpty() && part.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY;
    }

    private static ProblemException wrongToken() {
        return wrong("next", "is not a page token of an answer of this service");
    }

    /** A parameter of the request that is no good. */
    public static ProblemException wrong(String parameter, String why) {
        return new ProblemException(
                400, "A parameter is wrong.", List.of(new Fault(parameter, why)));
    }
}
