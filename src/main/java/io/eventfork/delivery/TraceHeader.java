package io.eventfork.delivery;

import java.util.Map;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;

/** The trace context of a message, which travels from queue to queue. Stateless. */
public final class TraceHeader {

    private TraceHeader() {}

    /**
     * What a copy is sent with, so that it has the trace of its original.
     *
     * @param received the system attributes of the original
     */
    public static Map<MessageSystemAttributeNameForSends, MessageSystemAttributeValue> of(
            Map<MessageSystemAttributeName, String> received) {
        String trace = received.get(MessageSystemAttributeName.AWS_TRACE_HEADER);
        return trace == null || trace.isEmpty()
                ? Map.of()
                : Map.of(
                        MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                        MessageSystemAttributeValue.builder()
                                .dataType("String")
                                .stringValue(trace)
                                .build());
    }
}
