package io.eventfork.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import io.eventfork.event.TraceContext;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Message;

/** What every HTTP route reads in the same way. Stateless. */
public final class Requests {

    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private Requests() {}

    /**
     * The body as JSON, of whatever kind.
     *
     * @throws ProblemException 400 if it is no JSON
     */
    public static JsonNode json(Message message) {
        byte[] bytes = message.getBody(byte[].class);
        try {
            return StrictJson.parse(bytes == null ? new byte[0] : bytes);
        } catch (InvalidJsonException e) {
            throw new ProblemException(
                    400,
                    "The body is not JSON, line %d, column %d.".formatted(e.line(), e.column()),
                    List.of(new Fault(e.pointer(), e.getMessage())));
        }
    }

    /**
     * The key by which a repeated request is known, if the caller chose one.
     *
     * @throws ProblemException 400 if it is no key
     */
    public static Optional<String> idempotencyKey(Message message) {
        String key = message.getHeader("Idempotency-Key", String.class);
        if (key != null && !IDEMPOTENCY_KEY.matcher(key).matches()) {
            throw new ProblemException(
                    400, "Idempotency-Key must have 1 to 255 visible ASCII characters.");
        }
        return Optional.ofNullable(key);
    }

    /** The trace that the request is part of, if it names one. */
    public static Optional<TraceContext> trace(Message message) {
        return TraceContext.of(
                message.getHeader(TraceContext.W3C_HEADER, String.class),
                message.getHeader(TraceContext.AMAZON_HEADER, String.class));
    }

    /**
     * The identifiers that have lost a card number: masked, they would make different things one.
     *
     * @param sent what came
     * @param masked the same without card data
     * @param pointers where the identifiers are
     */
    public static List<Fault> maskedIdentifiers(
            JsonNode sent, JsonNode masked, List<String> pointers) {
        return pointers.stream()
                .filter(pointer -> !masked.at(pointer).equals(sent.at(pointer)))
                .map(pointer -> new Fault(pointer, "must not be or contain a payment card number"))
                .toList();
    }
}
