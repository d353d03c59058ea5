package io.eventfork.pipeline;

import io.eventfork.event.AttributeValue;
import java.time.Instant;
import java.util.Map;

/**
 * An event after its transformation, without card data. Immutable.
 *
 * @param id as in {@link PipelineEvent#id}
 * @param occurredAt as in {@link PipelineEvent#occurredAt}
 * @param arrivedAt as in {@link PipelineEvent#arrivedAt}
 * @param attributes as in {@link PipelineEvent#attributes}, without card data
 * @param body the transformed body without card data, on one line if it is a JSON object
 * @param isObject whether the body is a JSON object
 * @param outcome what the transformation made of it
 * @param reason why it failed, without card data; empty unless the outcome is PROCESSING_FAILED
 */
public record TransformedEvent(
        String id,
        Instant occurredAt,
        Instant arrivedAt,
        Map<String, AttributeValue> attributes,
        String body,
        boolean isObject,
        Outcome outcome,
        String reason) {

    /**
     * What a transformation made of an event: the contract of Amazon Data Firehose ("Data
     * transformation and status model").
     */
    public enum Outcome {
        /** It goes on to the sink. */
        OK("Ok"),
        /** It is not wanted, which counts as success. */
        DROPPED("Dropped"),
        /** It cannot be transformed, and goes to where failed records go. */
        PROCESSING_FAILED("ProcessingFailed");

        private final String wireName;

        Outcome(String wireName) {
            this.wireName = wireName;
        }

        /** The name in the contract, as {@code ProcessingFailed}. */
        public String wireName() {
            return wireName;
        }
    }

    public TransformedEvent {
        attributes = Map.copyOf(attributes);
    }
}
