package io.eventfork.localcloud.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.event.AttributeValue;
import io.eventfork.localcloud.queues.QueueMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnsPublishTest {

    private static final String OTHER = "arn:aws:sqs:us-east-1:000000000000:search";
    private static final int LIMIT = 262_144;

    private final SnsApi sns = new SnsApi();
    private final String topic = sns.topic("events");

    @Test
    void deliversTheMessageAsPublishedWithRawDelivery() {
        sns.subscribe(topic, SnsApi.QUEUE, "RawMessageDelivery", "true");
        sns.header("x-amzn-trace-id", "Root=1-5759e988-bd862e3fe1be46a994272793");

        SnsApi.Reply reply =
                sns.publish(
                        topic,
                        "{\"ä\":\"€😀\\n\"}",
                        "amount",
                        "Number",
                        "450.00",
                        "photo",
                        "Binary",
                        "AAEC");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("MessageId")).hasSize(36);
        QueueMessage message = sns.queues.in(SnsApi.QUEUE).get(0);
        assertThat(message.body()).isEqualTo("{\"ä\":\"€😀\\n\"}");
        assertThat(message.attributes())
                .containsOnly(
                        Map.entry("amount", AttributeValue.number("450.00")),
                        Map.entry("photo", new AttributeValue("Binary", "AAEC")));
        assertThat(message.traceHeader()).contains("Root=1-5759e988-bd862e3fe1be46a994272793");
    }

    @Test
    void wrapsTheMessageIntoTheEnvelopeOtherwise() throws Exception {
        String subscription = sns.subscribe(topic, SnsApi.QUEUE).text("SubscriptionArn");

        SnsApi.Reply reply =
                sns.call(
                        "Publish",
                        "TopicArn",
                        topic,
                        "Message",
                        "say \"hello\"\n",
                        "Subject",
                        "Greeting",
                        "MessageAttributes.entry.1.Name",
                        "amount",
                        "MessageAttributes.entry.1.Value.DataType",
                        "Number",
                        "MessageAttributes.entry.1.Value.StringValue",
                        "450.0");

        QueueMessage message = sns.queues.in(SnsApi.QUEUE).get(0);
        JsonNode envelope = new ObjectMapper().readTree(message.body());
        assertThat(message.attributes()).isEmpty();
        assertThat(envelope.path("Type").textValue()).isEqualTo("Notification");
        assertThat(envelope.path("MessageId").textValue()).isEqualTo(reply.text("MessageId"));
        assertThat(envelope.path("TopicArn").textValue()).isEqualTo(topic);
        assertThat(envelope.path("Subject").textValue()).isEqualTo("Greeting");
        assertThat(envelope.path("Message").textValue()).isEqualTo("say \"hello\"\n");
        assertThat(envelope.path("Timestamp").textValue()).isEqualTo("2026-11-21T01:02:03.004Z");
        assertThat(envelope.path("SignatureVersion").textValue()).isEqualTo("1");
        assertThat(envelope.path("UnsubscribeURL").textValue())
                .isEqualTo(
                        "http://127.0.0.1:4566/?Action=Unsubscribe&SubscriptionArn="
                                + subscription);
        assertThat(envelope.path("MessageAttributes").toString())
                .isEqualTo("{\"amount\":{\"Type\":\"Number\",\"Value\":\"450.0\"}}");
        assertThat(envelope.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "Type",
                        "MessageId",
                        "TopicArn",
                        "Subject",
                        "Message",
                        "Timestamp",
                        "SignatureVersion",
                        "Signature",
                        "SigningCertURL",
                        "UnsubscribeURL",
                        "MessageAttributes");
    }

    @Test
    void deliversToEachSubscriptionWhoseFilterPolicyAccepts() {
        sns.subscribe(topic, SnsApi.QUEUE, "RawMessageDelivery", "true");
        String filtered =
                sns.subscribe(
                                topic,
                                OTHER,
                                "RawMessageDelivery",
                                "true",
                                "FilterPolicy",
                                "{\"amount\":[{\"numeric\":[\">=\",100]}]}")
                        .text("SubscriptionArn");
        for (String amount : List.of("99.99", "100", "450.00")) {
            sns.publish(topic, "{\"amount\":" + amount + "}", "amount", "Number", amount);
        }
        sns.publish(topic, "{\"amount\":450}", "amount", "String", "450");

        assertThat(sns.queues.in(SnsApi.QUEUE)).hasSize(4);
        assertThat(sns.queues.bodiesIn(OTHER))
                .containsExactly("{\"amount\":100}", "{\"amount\":450.00}");

        sns.call(
                "SetSubscriptionAttributes",
                "SubscriptionArn",
                filtered,
                "AttributeName",
                "FilterPolicyScope",
                "AttributeValue",
                "MessageBody");
        sns.publish(topic, "{\"amount\":99.99}");
        sns.publish(topic, "{\"amount\":451}");
        sns.publish(topic, "no json");
        assertThat(sns.queues.bodiesIn(OTHER)).hasSize(3).last().isEqualTo("{\"amount\":451}");
    }

    @Test
    void sendsABatchToEachQueueInOneRequestAndAnswersForEachEntry() {
        sns.subscribe(topic, SnsApi.QUEUE, "RawMessageDelivery", "true");
        List<String> fields = new ArrayList<>(List.of("TopicArn", topic));
        for (int i = 1; i <= 10; i++) {
            fields.addAll(entry(i, "id-" + i, i == 4 ? "" : "message " + i));
        }
        fields.addAll(
                List.of(
                        "PublishBatchRequestEntries.member.7.MessageAttributes.entry.1.Name",
                        "amount",
                        "PublishBatchRequestEntries.member.7.MessageAttributes.entry.1.Value.DataType",
                        "Number",
                        "PublishBatchRequestEntries.member.7.MessageAttributes.entry.1.Value.StringValue",
                        "many"));

        SnsApi.Reply reply = sns.call("PublishBatch", fields.toArray(String[]::new));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.texts("MessageId")).hasSize(8).doesNotHaveDuplicates();
        assertThat(reply.texts("Id"))
                .containsExactly(
                        "id-1", "id-2", "id-3", "id-5", "id-6", "id-8", "id-9", "id-10", "id-4",
                        "id-7");
        assertThat(reply.texts("Code"))
                .containsExactly("InvalidParameter", "ParameterValueInvalid");
        assertThat(reply.texts("SenderFault")).containsExactly("true", "true");
        assertThat(reply.texts("Message"))
                .containsExactly(
                        "Invalid parameter: Empty message",
                        "Could not cast message attribute 'amount' value to number.");
        assertThat(sns.queues.in(SnsApi.QUEUE)).hasSize(8);
        assertThat(sns.queues.batchSizes()).containsExactly(8);
    }

    @Test
    void refusesABatchThatBreaksTheRules() {
        batch(0, "id", "x")
                .assertError(
                        400, "EmptyBatchRequest", "The batch request doesn't contain any entries.");
        batch(11, "id", "x")
                .assertError(
                        400,
                        "TooManyEntriesInBatchRequest",
                        "The batch request contains more entries than permissible.");
        batch(1, "not an id", "x")
                .assertError(
                        400,
                        "InvalidBatchEntryId",
                        "The Id of a batch entry in a batch request doesn't abide by the specification.");
        List<String> fields = new ArrayList<>(List.of("TopicArn", topic));
        fields.addAll(entry(1, "same", "x"));
        fields.addAll(entry(2, "same", "x"));
        sns.call("PublishBatch", fields.toArray(String[]::new))
                .assertError(
                        400,
                        "BatchEntryIdsNotDistinct",
                        "Two or more batch entries in the request have the same Id.");
    }

    @Test
    void countsBodyAndAttributesAgainstTheLimitOfAMessage() {
        sns.subscribe(topic, SnsApi.QUEUE, "RawMessageDelivery", "true");
        int attribute = "amount".length() + "Number".length() + "450".length();

        assertThat(sns.publish(topic, "x".repeat(LIMIT)).status()).isEqualTo(200);
        sns.publish(topic, "x".repeat(LIMIT + 1)).assertInvalid("Message too long");
        assertThat(
                        sns.publish(topic, "x".repeat(LIMIT - attribute), "amount", "Number", "450")
                                .status())
                .isEqualTo(200);
        sns.publish(topic, "x".repeat(LIMIT - attribute + 1), "amount", "Number", "450")
                .assertInvalid("Message too long");
        sns.publish(topic, "€".repeat(LIMIT / 3 + 1)).assertInvalid("Message too long");
        assertThat(sns.queues.in(SnsApi.QUEUE)).hasSize(2);
    }

    @Test
    void countsAllEntriesAgainstTheLimitOfABatch() {
        sns.subscribe(topic, SnsApi.QUEUE, "RawMessageDelivery", "true");

        assertThat(batch(2, "id-", "x".repeat(LIMIT / 2)).status()).isEqualTo(200);
        batch(2, "id-", "x".repeat(LIMIT / 2 + 1))
                .assertError(
                        400,
                        "BatchRequestTooLong",
                        "The length of all the messages put together is more than the limit.");
        assertThat(sns.queues.in(SnsApi.QUEUE)).hasSize(2);
    }

    @Test
    void cutsWhatTheEnvelopeMakesTooLongForOneRequest() {
        sns.subscribe(topic, SnsApi.QUEUE);

        assertThat(batch(2, "id-", "\"".repeat(LIMIT / 2)).status()).isEqualTo(200);

        assertThat(sns.queues.in(SnsApi.QUEUE)).hasSize(2);
        assertThat(sns.queues.batchSizes()).containsExactly(1, 1);
    }

    private SnsApi.Reply batch(int entries, String id, String message) {
        List<String> fields = new ArrayList<>(List.of("TopicArn", topic));
        for (int i = 1; i <= entries; i++) {
            fields.addAll(entry(i, id + i, message));
        }
        return sns.call("PublishBatch", fields.toArray(String[]::new));
    }

    private static List<String> entry(int number, String id, String message) {
        String prefix = "PublishBatchRequestEntries.member." + number;
        return List.of(prefix + ".Id", id, prefix + ".Message", message);
    }
}
