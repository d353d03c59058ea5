package io.eventfork.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.delivery.ServiceRefusals;
import io.eventfork.event.SinkAwayException;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Turns the failure of an HTTP route into its answer: what the route refused by its own words; a
 * cloud that is away, or whose answer did not come, as 503 with Retry-After; anything else, such as
 * a request of ours that the cloud will never take, as 500 without a word about the inside. No
 * answer holds card data. Thread-safe.
 */
public final class HttpProblems {

    private static final Logger LOG = LoggerFactory.getLogger(HttpProblems.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    private final UnaryOperator<String> mask;

    /**
     * @param mask removes card data from a text
     */
    public HttpProblems(UnaryOperator<String> mask) {
        this.mask = mask;
    }

    /** Replaces the message of a failed exchange by its answer. */
    public void answer(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        ObjectNode body;
        if (failure instanceof ProblemException refused) {
            body = problem(message, refused.status(), refused.getMessage());
            ArrayNode faults = refused.faults().isEmpty() ? null : body.putArray("faults");
            for (Fault fault : refused.faults()) {
                faults.addObject()
                        .put("pointer", mask.apply(fault.pointer()))
                        .put("message", fault.message());
            }
        } else if (isAway(failure)) {
            LOG.warn(
                    "Route {} could not reach the cloud: {}.",
                    exchange.getFromRouteId(),
                    mask.apply(String.valueOf(failure.getMessage())));
            body =
                    problem(
                            message,
                            503,
                            "The cloud is away or its answer did not come. Send the same request again.");
        } else {
            LOG.error(
                    "Route {} failed: {}.",
                    exchange.getFromRouteId(),
                    mask.apply(String.valueOf(failure)));
            body = problem(message, 500, "Something is wrong on our side.");
        }
        message.setBody(body.toString());
    }

    /** Broken JSON is an IOException too, and none that passes. */
    private static boolean isAway(Exception failure) {
        return failure instanceof SdkException && !isPermanent(failure)
                || failure instanceof SinkAwayException
                || failure instanceof IOException && !(failure instanceof JacksonException);
    }

    private static boolean isPermanent(Exception failure) {
        return failure instanceof AwsServiceException refused
                && ServiceRefusals.isPermanent(refused);
    }

    private ObjectNode problem(Message message, int status, String detail) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, "application/problem+json");
        if (status == 503) {
            message.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        } else if (status == 401) {
            message.setHeader("WWW-Authenticate", "Bearer");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", title(status))
                .put("status", status)
                .put("detail", mask.apply(detail));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
