package io.eventfork.tasks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.CardGuard;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Makes of each message the record that tasks get. Card data is masked, because an input may come
 * to rest in S3. Thread-safe.
 */
public final class QueueRecords {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Where the queues are.
     *
     * @param arnPrefix the ARN of a queue up to its name
     * @param region the AWS region
     */
    public record Place(String arnPrefix, String region) {}

    private final CardGuard cardGuard;
    private final Supplier<Place> place;

    /**
     * @param place asked when a record is made: it may not be known before the cloud has answered
     */
    QueueRecords(CardGuard cardGuard, Supplier<Place> place) {
        this.cardGuard = cardGuard;
        this.place = place;
    }

    /**
     * Puts the record in the place of the message.
     *
     * @param queue the physical name of the queue
     */
    public void record(Exchange exchange, String queue) {
        Message message = exchange.getMessage();
        String id = message.getHeader(Sqs2Constants.MESSAGE_ID, String.class);
        String body = cardGuard.mask(message.getBody(String.class));
        Place here = place.get();
        ObjectNode json = JSON.createObjectNode();
        json.put("messageId", id);
        json.put("receiptHandle", message.getHeader(Sqs2Constants.RECEIPT_HANDLE, String.class));
        json.put("body", body);
        attributes(message, json.putObject("attributes"));
        messageAttributes(message, json.putObject("messageAttributes"));
        json.put("md5OfBody", md5(body));
        json.put("eventSource", "aws:sqs");
        json.put("eventSourceARN", here.arnPrefix() + queue);
        json.put("awsRegion", here.region());
        // What a sender wrote into attributes must not steer the steps that follow.
        message.removeHeaders("*");
        message.setBody(new QueueRecord(id, body, json));
    }

    @SuppressWarnings("unchecked") // As Camel's SQS component sets it.
    private static void attributes(Message message, ObjectNode json) {
        Map<MessageSystemAttributeName, String> sent =
                message.getHeader(Sqs2Constants.ATTRIBUTES, Map.of(), Map.class);
        new TreeMap<>(sent).forEach((name, value) -> json.put(name.toString(), value));
    }

    @SuppressWarnings("unchecked") // As Camel's SQS component sets it.
    private void messageAttributes(Message message, ObjectNode json) {
        Map<String, MessageAttributeValue> sent =
                message.getHeader(Sqs2Constants.MESSAGE_ATTRIBUTES, Map.of(), Map.class);
        new TreeMap<>(sent).forEach((name, value) -> attribute(value, json.putObject(name)));
    }

    private void attribute(MessageAttributeValue value, ObjectNode json) {
        if (value.binaryValue() == null) {
            json.put("stringValue", cardGuard.maskText(value.stringValue()));
        } else {
            byte[] bytes = value.binaryValue().asByteArray();
            json.put("binaryValue", Base64.getEncoder().encodeToString(bytes));
        }
        json.putArray("stringListValues");
        json.putArray("binaryListValues");
        json.put("dataType", value.dataType());
    }

    private static String md5(String text) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5.", e);
        }
    }
}
