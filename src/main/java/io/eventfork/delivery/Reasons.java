package io.eventfork.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.function.UnaryOperator;

/**
 * Says in one bounded line why something failed, without card data and without quoting the message.
 *
 * <p>Exceptions love to quote the value they stumbled over. A text that shares a stretch of {@value
 * #LONGEST_QUOTE} characters with the body is withheld, and everything else goes through the mask.
 * Stateless if the mask is.
 */
public final class Reasons {

    private static final int LONGEST_REASON = 400;
    private static final int LONGEST_QUOTE = 16;

    /** Cut well behind what is shown, so that no number is cut before it is masked. */
    private static final int LONGEST_INPUT = 4 * LONGEST_REASON;

    private final UnaryOperator<String> mask;

    /** With a mask that removes card data from a text. */
    public Reasons(UnaryOperator<String> mask) {
        this.mask = mask;
    }

    /**
     * One line about a failure.
     *
     * @param body the body of the message that failed, or null if the failure is about no single
     *     message
     */
    public String describe(Throwable cause, String body) {
        String type = cause.getClass().getSimpleName();
        String text =
                cause instanceof JsonProcessingException json
                        ? json.getOriginalMessage()
                        : cause.getMessage();
        if (text == null || text.isBlank()) {
            return type;
        }
        String line = text.replaceAll("\\s+", " ").strip();
        if (body != null && quotes(line, body.replaceAll("\\s+", " "))) {
            return type + " (its text is withheld: it quotes the message)";
        }
        return type + ": " + bounded(mask.apply(bounded(line, LONGEST_INPUT)), LONGEST_REASON);
    }

    private static boolean quotes(String text, String body) {
        int longest = Math.min(text.length(), LONGEST_REASON) - LONGEST_QUOTE;
        for (int at = 0; at <= longest; at++) {
            if (body.contains(text.substring(at, at + LONGEST_QUOTE))) {
                return true;
            }
        }
        return body.length() < LONGEST_QUOTE && body.length() > 3 && text.contains(body);
    }

    private static String bounded(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
