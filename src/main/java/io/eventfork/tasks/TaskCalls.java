package io.eventfork.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.eventfork.contract.Answers;
import io.eventfork.contract.Requests;
import io.eventfork.event.CardGuard;
import io.eventfork.event.StrictJson;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Reads what tasks tell over HTTP, with the limits of Step Functions. Card data is masked, because
 * it is stored. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html">SendTaskSuccess</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html">SendTaskFailure</a>
 */
public final class TaskCalls {

    /** What {@code curl -d} and {@code curl -F} send unless they are told another type. */
    private static final List<String> FORMS =
            List.of("application/x-www-form-urlencoded", "multipart/");

    private static final int LARGEST_OUTPUT = 256 << 10;
    private static final int LONGEST_ERROR = 256;
    private static final int LONGEST_CAUSE = 32_768;

    private final CardGuard cardGuard;

    TaskCalls(CardGuard cardGuard) {
        this.cardGuard = cardGuard;
    }

    /**
     * Puts the call in the place of a request whose body is the task's output: JSON, or nothing.
     *
     * @throws ProblemException 400 or 415 if it is anything else, 413 if it is too large
     */
    public void succeeded(Exchange exchange) {
        Message message = exchange.getMessage();
        String output = json(message).map(StrictJson::write).orElse("");
        if (output.getBytes(StandardCharsets.UTF_8).length > LARGEST_OUTPUT) {
            throw new ProblemException(413, "The output is larger than 256 KiB.");
        }
        replace(message, TaskOutcome.success(cardGuard.mask(output)));
    }

    /**
     * Puts the call in the place of a request whose body is an object with {@code error} and {@code
     * cause}, both texts that may be missing, or nothing.
     *
     * @throws ProblemException 400 or 415 if it is anything else
     */
    public void failed(Exchange exchange) {
        Message message = exchange.getMessage();
        JsonNode body = json(message).orElseGet(JsonNodeFactory.instance::objectNode);
        if (!body.isObject()) {
            throw wrong("", "must be an object");
        }
        replace(
                message,
                TaskOutcome.failure(
                        text(body, "error", LONGEST_ERROR), text(body, "cause", LONGEST_CAUSE)));
    }

    /** Answers 204. */
    public void confirm(Exchange exchange) {
        Answers.nothing(exchange.getMessage());
    }

    /** Nothing of the request goes on beside the call: its path holds the token. */
    private static void replace(Message message, TaskOutcome outcome) {
        TaskToken token = new TaskToken(message.getHeader("token", String.class));
        message.removeHeaders("*");
        message.setBody(new TaskCall(UUID.randomUUID().toString(), token.hash(), outcome));
    }

    /** Nothing if there is no body. */
    private static Optional<JsonNode> json(Message message) {
        if (isForm(message)) {
            throw new ProblemException(
                    415, "A form is not read here; for JSON send content-type: application/json.");
        }
        byte[] bytes = message.getBody(byte[].class);
        if (bytes == null || bytes.length == 0) {
            return Optional.empty();
        }
        // The request is a stream, which is read once.
        message.setBody(bytes);
        return Optional.of(Requests.json(message));
    }

    /**
     * Whether the body is gone, as the server makes headers of a form: a report in it would be lost,
     * and what failed would pass for done.
     */
    private static boolean isForm(Message message) {
        String type =
                message.getHeader(Exchange.CONTENT_TYPE, "", String.class).toLowerCase(Locale.ROOT);
        return FORMS.stream().anyMatch(type::startsWith);
    }

    private String text(JsonNode body, String member, int longest) {
        JsonNode value = body.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual() || value.textValue().length() > longest) {
            throw wrong("/" + member, "must be a text of at most %d characters".formatted(longest));
        }
        return cardGuard.maskText(value.textValue());
    }

    private static ProblemException wrong(String pointer, String rule) {
        return new ProblemException(400, "The body is wrong.", List.of(new Fault(pointer, rule)));
    }
}
