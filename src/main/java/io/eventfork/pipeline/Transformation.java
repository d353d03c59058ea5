package io.eventfork.pipeline;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.delivery.Disposition;
import io.eventfork.event.AttributeValue;
import io.eventfork.event.CardGuard;
import io.eventfork.event.EventId;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.StrictJson;
import io.eventfork.pipeline.TransformedEvent.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.ObjectHelper;

/**
 * The transformation of a pipeline: an endpoint of the user's choice, if any, and always the card
 * guard after it.
 *
 * <p>The endpoint (a bean, or a route that starts with {@code direct}) gets the message's body and
 * headers and leaves the new body. Its header {@value #OUTCOME} may say {@code Dropped} or {@code
 * ProcessingFailed}; without it the outcome is {@code Ok}. A {@link PermanentFailureException} is a
 * failed processing too; any other exception is the pipeline's, and is tried again.
 *
 * <p>A bean of a route template: set up by its setters before the route starts, then thread-safe.
 */
public final class Transformation implements CamelContextAware, AutoCloseable {

    /** The header in which an endpoint says what became of the event. */
    public static final String OUTCOME = "EventforkOutcome";

    /** The header in which an endpoint says why its processing failed. */
    public static final String REASON = "EventforkReason";

    private CamelContext context;
    private CardGuard cardGuard;
    private String endpoint = "";
    private EventReader reader = new EventReader(null);
    private ProducerTemplate template;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** Removes card data from what the endpoint leaves. */
    public void setCardGuard(CardGuard cardGuard) {
        this.cardGuard = cardGuard;
    }

    /** The URI of the endpoint that transforms; empty for the card guard alone. */
    public void setEndpoint(String uri) {
        this.endpoint = uri;
    }

    /** A JSON pointer to the id of the event in its body; empty if there is none. */
    public void setEventIdPointer(String pointer) {
        if (pointer.isBlank()) {
            reader = new EventReader(null);
            return;
        }
        try {
            reader = new EventReader(JsonPointer.compile(pointer));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "EventIdPointer is " + pointer + "; write a JSON pointer such as /order/id.",
                    e);
        }
    }

    /** Replaces the message of a queue by its {@link TransformedEvent}. */
    public void apply(Exchange exchange) throws Exception {
        PipelineEvent event = reader.read(exchange);
        Message message = exchange.getMessage();
        TransformedEvent made =
                endpoint.isBlank() ? ok(event, event.body()) : transformed(event, exchange);
        message.setBody(made);
        if (made.outcome() == Outcome.DROPPED) {
            Disposition.FILTERED.note(exchange);
        } else if (made.outcome() == Outcome.PROCESSING_FAILED) {
            Disposition.REJECTED.note(exchange);
        }
    }

    /** Whether the event goes on, to the sink or to where failed records go. */
    public boolean isKept(TransformedEvent event) {
        return event.outcome() != Outcome.DROPPED;
    }

    @Override
    public synchronized void close() throws Exception {
        if (template != null) {
            template.stop();
        }
    }

    private TransformedEvent transformed(PipelineEvent event, Exchange exchange) throws Exception {
        Exchange copy = ExchangeHelper.createCopy(exchange, true);
        copy.getMessage().removeHeader(OUTCOME);
        Exchange done = template().send(endpoint, copy);
        Exception thrown = done.getException();
        if (thrown != null) {
            if (isPermanent(thrown)) {
                return failed(event, thrown.getMessage());
            }
            throw thrown;
        }
        Message result = done.getMessage();
        String outcome = result.getHeader(OUTCOME, Outcome.OK.wireName(), String.class);
        if (outcome.equals(Outcome.DROPPED.wireName())) {
            return made(event, event.body(), Outcome.DROPPED, "");
        }
        if (outcome.equals(Outcome.PROCESSING_FAILED.wireName())) {
            return failed(event, result.getHeader(REASON, "", String.class));
        }
        if (!outcome.equals(Outcome.OK.wireName())) {
            throw new IllegalStateException(
                    "The transformation's header "
                            + OUTCOME
                            + " is none of Ok, Dropped and"
                            + " ProcessingFailed.");
        }
        return ok(event, result.getBody(String.class));
    }

    private static boolean isPermanent(Exception thrown) {
        return isOrWraps(thrown, PermanentFailureException.class)
                || isOrWraps(thrown, JsonProcessingException.class);
    }

    private static boolean isOrWraps(Throwable thrown, Class<? extends Throwable> type) {
        return ObjectHelper.getException(type, thrown) != null;
    }

    private TransformedEvent ok(PipelineEvent event, String body) {
        return made(event, body == null ? "" : body, Outcome.OK, "");
    }

    private TransformedEvent failed(PipelineEvent event, String reason) {
        String said = reason == null ? "" : cardGuard.maskText(reason);
        return made(event, event.body(), Outcome.PROCESSING_FAILED, said);
    }

    private TransformedEvent made(
            PipelineEvent event, String body, Outcome outcome, String reason) {
        Optional<JsonNode> json = parsed(body);
        return new TransformedEvent(
                EventId.withoutCardData(event.id(), cardGuard::maskText),
                event.occurredAt(),
                event.arrivedAt(),
                masked(event.attributes()),
                json.map(value -> masked(value, body)).orElseGet(() -> cardGuard.maskText(body)),
                json.map(JsonNode::isObject).orElse(false),
                outcome,
                reason);
    }

    private static Optional<JsonNode> parsed(String body) {
        try {
            return Optional.of(StrictJson.parse(body));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    private String masked(JsonNode value, String text) {
        JsonNode masked = cardGuard.mask(value);
        return masked.equals(value) ? onOneLine(value, text) : StrictJson.write(masked);
    }

    /** A line end in JSON is only ever white space between its tokens. */
    private static String onOneLine(JsonNode value, String text) {
        return value.isObject() ? text.replace('\n', ' ').replace('\r', ' ') : text;
    }

    private Map<String, AttributeValue> masked(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> masked = new LinkedHashMap<>();
        attributes.forEach(
                (name, value) -> {
                    String text = value.isBinary() ? decoded(value) : value.value();
                    String safe = cardGuard.maskText(text);
                    masked.put(name, safe.equals(text) ? value : AttributeValue.string(safe));
                });
        return masked;
    }

    /** Bytes may be text, of which only what is no text gets lost here. */
    private static String decoded(AttributeValue binary) {
        return new String(Base64.getDecoder().decode(binary.value()), StandardCharsets.UTF_8);
    }

    private synchronized ProducerTemplate template() {
        if (template == null) {
            template = context.createProducerTemplate();
        }
        return template;
    }
}
