package io.eventfork.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.HttpProblems;
import io.eventfork.problem.ProblemException;
import io.eventfork.table.TransactionCancelledException;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Answers failed requests of the shop: a problem document, or in the original's envelope, in which
 * every failure is 500, what such a document says. Thread-safe.
 */
public final class ShopErrors {

    private static final String TOO_LARGE = "Item size";

    private final HttpProblems problems;

    ShopErrors(HttpProblems problems) {
        this.problems = problems;
    }

    /** Replaces the message of a failed exchange by its answer. */
    public void answer(Exchange exchange, boolean compatible) throws InvalidJsonException {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, explained(failure));
        problems.answer(exchange);
        if (compatible) {
            envelope(exchange.getMessage());
        }
    }

    /** Refusals of DynamoDB that are the caller's to mend, in words for the caller. */
    private static Exception explained(Exception failure) {
        if (saysTooLarge(failure)) {
            return new ProblemException(413, "The item would be larger than 400 KB.");
        }
        if (failure instanceof TransactionCancelledException cancelled
                && IntStream.range(0, cancelled.reasons().size())
                        .anyMatch(cancelled::isConditionFailed)) {
            return new ProblemException(
                    409, "It was changed at the same moment. Send the same request again.");
        }
        return failure;
    }

    /** DynamoDB has no code of its own for an item that is too large. */
    private static boolean saysTooLarge(Exception failure) {
        if (failure instanceof TransactionCancelledException cancelled) {
            return cancelled.reasons().stream()
                    .anyMatch(reason -> String.valueOf(reason.message()).contains(TOO_LARGE));
        }
        return String.valueOf(failure.getMessage()).contains(TOO_LARGE);
    }

    /** The stack trace of the original is a leak; its member stays, and is empty. */
    private static void envelope(Message message) throws InvalidJsonException {
        JsonNode problem = StrictJson.parse(message.getBody(String.class));
        StringJoiner text = new StringJoiner("; ");
        text.add(problem.path("detail").asText());
        problem.path("faults")
                .forEach(
                        fault ->
                                text.add(
                                        (fault.path("pointer").asText()
                                                        + " "
                                                        + fault.path("message").asText())
                                                .strip()));
        ShopAnswers.resource(
                message,
                500,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("message", "Failed to perform operation.")
                        .put("errorMsg", text.toString())
                        .put("errorStack", ""));
    }
}
