package io.eventfork.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.contract.Answers;
import io.eventfork.contract.Requests;
import io.eventfork.event.CardGuard;
import io.eventfork.event.EventId;
import io.eventfork.event.StrictJson;
import io.eventfork.event.TraceContext;
import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;

/**
 * Takes new customers in, and makes each a record of a stream, in the original's wrapper: {@code
 * Metadata} with the trace, an id and the time, and the customer as {@code Data}. Thread-safe.
 */
public final class CustomerIntake {

    /** The member of the wrapper that holds the customer, as those of the original are written. */
    static final String DATA = "Data";

    static final String CUSTOMER_ID = "CustomerId";
    static final String FIRST_NAME = "FirstName";

    private static final String FIRST_NAME_POINTER = "/" + FIRST_NAME;
    private static final int LONGEST_NAME = 256;
    private static final String CUSTOMER = "tasks.customer";

    private final CardGuard cardGuard;
    private final Optional<String> partitionKey;
    private final Clock clock;

    /**
     * @param partitionKey that of all records; without one each has the id of its customer
     */
    CustomerIntake(CardGuard cardGuard, Optional<String> partitionKey, Clock clock) {
        this.cardGuard = cardGuard;
        this.partitionKey = partitionKey;
        this.clock = clock;
    }

    /**
     * Replaces the request by one that puts the record.
     *
     * @param stream the physical name of the stream
     * @throws ProblemException 400 if the request is at fault; nothing is to be put
     */
    public void accept(Exchange exchange, String stream) {
        Message message = exchange.getMessage();
        Optional<String> key = Requests.idempotencyKey(message);
        String firstName = firstName(Requests.json(message));
        String customerId = customerId(firstName, key);
        ObjectNode customer =
                JsonNodeFactory.instance
                        .objectNode()
                        .put(CUSTOMER_ID, customerId)
                        .put(FIRST_NAME, firstName);
        ObjectNode wrapper = JsonNodeFactory.instance.objectNode();
        wrapper.set("Metadata", metadata(message));
        wrapper.set(DATA, customer);
        exchange.setProperty(CUSTOMER, customer);
        message.removeHeaders("*");
        message.setBody(
                PutRecordRequest.builder()
                        .streamName(stream)
                        .partitionKey(partitionKey.orElse(customerId))
                        .data(SdkBytes.fromUtf8String(StrictJson.write(wrapper)))
                        .build());
    }

    /** Answers the caller, once the record is durable. */
    public void confirm(Exchange exchange) {
        Answers.json(
                exchange.getMessage(),
                200,
                StrictJson.write(exchange.getProperty(CUSTOMER, ObjectNode.class)));
    }

    private ObjectNode metadata(Message message) {
        Instant now = clock.instant();
        TraceContext trace = Requests.trace(message).orElseGet(() -> TraceContext.begin(now));
        return JsonNodeFactory.instance
                .objectNode()
                .put("TraceId", trace.traceId())
                .put("SpanId", trace.parentId())
                .put("MessageIdentifier", UUID.randomUUID().toString())
                .put("PublishDate", now.toString());
    }

    private String firstName(JsonNode request) {
        if (!request.isObject()) {
            throw refused(new Fault("", "must be an object"));
        }
        JsonNode name = request.path(FIRST_NAME);
        if (name.isMissingNode()) {
            throw refused(new Fault(FIRST_NAME_POINTER, "is missing"));
        }
        if (!name.isTextual() || !fits(name.textValue())) {
            throw refused(
                    new Fault(
                            FIRST_NAME_POINTER,
                            "must be a text of 1 to " + LONGEST_NAME + " characters"));
        }
        Requests.maskedIdentifiers(request, cardGuard.mask(request), List.of(FIRST_NAME_POINTER))
                .forEach(
                        fault -> {
                            throw refused(fault);
                        });
        return name.textValue();
    }

    private static boolean fits(String name) {
        return !name.isBlank() && name.codePointCount(0, name.length()) <= LONGEST_NAME;
    }

    /** With a key of the caller's the same request is the same customer. */
    private static String customerId(String firstName, Optional<String> key) {
        UUID id =
                key.isPresent()
                        ? EventId.of(key, firstName.getBytes(StandardCharsets.UTF_8))
                        : UUID.randomUUID();
        return id.toString();
    }

    private static ProblemException refused(Fault fault) {
        return new ProblemException(
                400, "The customer does not keep the contract.", List.of(fault));
    }
}
