package io.eventfork.fulfilment;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import io.eventfork.event.StrictJson;
import io.eventfork.event.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Makes a request to the shipping service of a queue's message, and judges the answer. Stateless.
 */
public final class Forwarding {

    /**
     * Nobody is there who could take an event: the service is away, overloaded, somewhere else, or
     * does not know the secret. No event is to blame, so the queue waits. Timeouts and refused
     * connections, which are exceptions, mean the same.
     */
    private static final Set<Integer> AWAY = Set.of(401, 403, 404, 408, 425, 429, 502, 503, 504);

    /** The service has read the event and will never take it. */
    private static final Set<Integer> REFUSED = Set.of(400, 413, 415, 422);

    private static final int OK = 200;
    private static final int REDIRECT = 300;

    /** Replaces the message by the request: the same body, byte by byte, and the trace. */
    public void prepare(Exchange exchange) {
        Message message = exchange.getMessage();
        Optional<TraceContext> trace =
                TraceContext.of(
                        null,
                        message.getHeader(
                                MessageSystemAttributeName.AWS_TRACE_HEADER.toString(),
                                String.class));
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        trace.ifPresent(
                context -> {
                    message.setHeader(TraceContext.W3C_HEADER, context.traceparent());
                    message.setHeader(TraceContext.AMAZON_HEADER, context.amazon());
                });
        message.setBody(message.getBody(String.class).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Judges the answer; anything but a 2xx is a failure.
     *
     * @throws SinkAwayException if nobody is there who could take the event
     * @throws PermanentFailureException if the service will never take it
     * @throws ReceiverFailedException if nobody knows
     */
    public void check(Exchange exchange) {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status >= OK && status < REDIRECT) {
            return;
        }
        String answered = "The shipping service answered " + status;
        if (AWAY.contains(status)) {
            throw new SinkAwayException(answered + hint(status));
        }
        if (REFUSED.contains(status)) {
            throw new PermanentFailureException(answered + faults(message));
        }
        throw new ReceiverFailedException(answered);
    }

    private static String hint(int status) {
        return switch (status) {
            case 401, 403 -> ": fulfilment.shipping.secret must be the same there and here";
            case 404 -> ": fulfilment.shipping.url must be the address of a process with it";
            default -> "";
        };
    }

    /** What the answer, if it is a problem document, says of the event: places, and no values. */
    private static String faults(Message message) {
        StringJoiner faults = new StringJoiner(", ", ": ", "").setEmptyValue("");
        try {
            byte[] body = message.getBody(byte[].class);
            for (JsonNode fault :
                    StrictJson.parse(body == null ? new byte[0] : body).path("faults")) {
                faults.add(fault.path("pointer").asText() + " " + fault.path("message").asText());
            }
        } catch (InvalidJsonException e) {
            return "";
        }
        return faults.toString();
    }
}
