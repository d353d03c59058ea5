package io.eventfork.publish;

import io.eventfork.event.SinkAwayException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

/**
 * The entries of a {@code PublishBatch} of SNS: how many fit into one, and what its answer says of
 * each. Stateless.
 *
 * <p>Limits and answer as the API reference of SNS has them: at most 10 entries, at most 262,144
 * bytes of bodies and attributes together; the answer names each entry by its id, as successful or
 * as failed, and {@code SenderFault} tells whose fault that is.
 */
public final class PublishEntries {

    static final int MAX_ENTRIES = 10;
    static final int MAX_BYTES = 262_144;

    private PublishEntries() {}

    /** What an entry takes of a request: body, and name, type and value of each attribute. */
    public static int bytes(PublishBatchRequestEntry entry) {
        int bytes = bytes(entry.message());
        for (Map.Entry<String, MessageAttributeValue> attribute :
                entry.messageAttributes().entrySet()) {
            MessageAttributeValue value = attribute.getValue();
            bytes += bytes(attribute.getKey()) + bytes(value.dataType());
            bytes +=
                    value.binaryValue() == null
                            ? bytes(value.stringValue())
                            : value.binaryValue().asByteArrayUnsafe().length;
        }
        return bytes;
    }

    private static int bytes(String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The entries of one request, their ids being their places in it. */
    static List<PublishBatchRequestEntry> numbered(List<PublishBatchRequestEntry> entries) {
        List<PublishBatchRequestEntry> numbered = new ArrayList<>(entries.size());
        for (PublishBatchRequestEntry entry : entries) {
            String id = Integer.toString(numbered.size());
            numbered.add(id.equals(entry.id()) ? entry : entry.toBuilder().id(id).build());
        }
        return numbered;
    }

    /**
     * What became of each entry, by place. An entry of which the answer says nothing may have been
     * published: whoever brought it has to send it again.
     *
     * @param answer what the publishing route ended with
     */
    static List<Outcome> outcomes(Object answer, int count) {
        Map<String, Outcome> known = new HashMap<>();
        if (answer instanceof PublishBatchResponse response) {
            response.successful().forEach(one -> known.put(one.id(), Outcome.taken(one)));
            response.failed().forEach(one -> known.put(one.id(), Outcome.failed(refused(one))));
        }
        List<Outcome> outcomes = new ArrayList<>(count);
        for (int place = 0; place < count; place++) {
            Outcome outcome = known.get(Integer.toString(place));
            outcomes.add(outcome == null ? unknown() : outcome);
        }
        return outcomes;
    }

    private static Outcome unknown() {
        return Outcome.failed(
                new SinkAwayException("The topic did not say what became of the event."));
    }

    /**
     * The exception that the entry would have met alone, so that whoever answers for it needs one
     * set of rules. Without the service's text, which may quote the entry.
     */
    private static SnsException refused(BatchResultErrorEntry entry) {
        boolean senderFault = Boolean.TRUE.equals(entry.senderFault());
        String code = entry.code() == null ? "no code" : entry.code();
        return (SnsException)
                SnsException.builder()
                        .statusCode(senderFault ? 400 : 500)
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .serviceName("Sns")
                                        .errorCode(code)
                                        .errorMessage("The topic did not take the event")
                                        .build())
                        .build();
    }
}
