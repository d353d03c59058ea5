package io.eventfork.replay;

import io.eventfork.delivery.MessageNote;
import io.eventfork.delivery.TraceHeader;
import io.eventfork.event.SinkAwayException;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Makes the copy of a message: body, attributes with their data types, and trace as they are, and
 * in the attribute {@code eventfork} the {@code replay}, the {@code queue} that it comes from and
 * the {@code time}. Thread-safe.
 */
public final class ReplayMark {

    private final ReplayControl control;
    private final UnaryOperator<String> queueNames;
    private final Clock clock;

    /**
     * @param queueNames the physical name of a queue by its bare name
     */
    ReplayMark(ReplayControl control, UnaryOperator<String> queueNames, Clock clock) {
        this.control = control;
        this.queueNames = queueNames;
        this.clock = clock;
    }

    /**
     * Replaces a message of the replay queue by its copy.
     *
     * @throws SinkAwayException if the pipeline has no job, so that nobody knows where the copy is
     *     to go; the message stays
     */
    @SuppressWarnings("unchecked") // As Camel's SQS component sets the headers.
    public void copy(Exchange exchange) {
        String pipeline = exchange.getFromRouteId();
        ReplayJob job =
                control.current(pipeline)
                        .orElseThrow(
                                () ->
                                        new SinkAwayException(
                                                "no replay of " + pipeline + " is running"));
        Message message = exchange.getMessage();
        String id = message.getHeader(Sqs2Constants.MESSAGE_ID, String.class);
        Map<MessageSystemAttributeName, String> system =
                message.getHeader(Sqs2Constants.ATTRIBUTES, Map.of(), Map.class);
        Map<String, MessageAttributeValue> attributes =
                message.getHeader(Sqs2Constants.MESSAGE_ATTRIBUTES, Map.of(), Map.class);
        String body = message.getBody(String.class);
        SendMessageBatchRequestEntry entry = entry(job, id, body, attributes, system);
        message.removeHeaders("*");
        message.setBody(new ReplayCopy(job.id(), job.destination(), id, entry));
    }

    /**
     * What is sent, still without the id that it has in its request.
     *
     * @param id the id of the message in the replay queue
     * @param attributes those of the message, unfolded
     * @param system its system attributes
     */
    SendMessageBatchRequestEntry entry(
            ReplayJob job,
            String id,
            String body,
            Map<String, MessageAttributeValue> attributes,
            Map<MessageSystemAttributeName, String> system) {
        return SendMessageBatchRequestEntry.builder()
                .messageBody(body)
                .messageAttributes(
                        MessageNote.add(
                                body,
                                attributes,
                                MessageNote.Origin.of(id, system),
                                note ->
                                        note.put("replay", job.id())
                                                .put("queue", queueNames.apply(job.queue()))
                                                .put("time", clock.instant().toString())))
                .messageSystemAttributes(TraceHeader.of(system))
                .build();
    }
}
