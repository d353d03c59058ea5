package io.eventfork.localcloud.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.event.AttributeValue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message may be. */
class SnsMessageRulesTest {

    private final SnsApi sns = new SnsApi();
    private final String topic = sns.topic("events");

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    a       | ~~      | x    | The message attribute 'a' must contain non-empty message attribute type.
                    a       | Text    | x    | The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.
                    a       | Strings | x    | The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.
                    a       | String  | ~~   | The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.
                    a       | Binary  | ~~   | The message attribute 'a' must contain non-empty message attribute value for message attribute type 'Binary'.
                    a       | Binary  | ?    | The message attribute 'a' has a binary value that is not base64.
                    a       | Number  | many | Could not cast message attribute 'a' value to number.
                    a       | Number  | 123456789012345678901234567890123456789 | Could not cast message attribute 'a' value to number.
                    a       | Number  | 1e200 | Could not cast message attribute 'a' value to number.
                    a       | Number  | 1e999999999999 | Could not cast message attribute 'a' value to number.
                    """)
    void refusesABadAttribute(String name, String type, String value, String reason) {
        sns.publish(topic, "x", name, type, value)
                .assertError(400, "ParameterValueInvalid", reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", ".a", "a.", "a..b", "AWS.a", "aws.a", "Amazon.a", "ä"})
    void refusesABadAttributeName(String name) {
        SnsApi.Reply reply = sns.publish(topic, "x", name, "String", "v");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("Message"))
                .startsWith("The message attribute name '" + name + "' is invalid");
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "a.b_c-D1, String, v",
        "awsome, String, v",
        "a, String.Array, not json",
        "a, String.label, v",
        "a, Number.float, -1.5e3",
        "a, Number, 12345678901234567890123456789012345678",
        "a, Binary.png, AAEC"
    })
    void takesAGoodAttribute(String name, String type, String value) {
        sns.subscribe(topic, SnsApi.QUEUE, "RawMessageDelivery", "true");

        assertThat(sns.publish(topic, "x", name, type, value).status()).isEqualTo(200);
        assertThat(sns.queues.in(SnsApi.QUEUE).get(0).attributes())
                .containsOnly(Map.entry(name, new AttributeValue(type, value)));
    }

    @Test
    void refusesCharactersThatQueuesDoNotTake() {
        sns.publish(topic, "a\u0000b")
                .assertInvalid("Message Reason: It holds a character that SQS does not take");
        sns.publish(topic, "a\uFFFEb")
                .assertInvalid("Message Reason: It holds a character that SQS does not take");
        assertThat(sns.publish(topic, "tab\t, line\r\n, \uFFFD 😀").status()).isEqualTo(200);
        sns.publish(topic, "x", "a", "String", "a\u0007b")
                .assertError(
                        400,
                        "ParameterValueInvalid",
                        "The message attribute 'a' holds a character that SQS does not take.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "two\nlines", "ä"})
    void refusesABadSubject(String subject) {
        sns.call("Publish", "TopicArn", topic, "Message", "x", "Subject", subject)
                .assertInvalid("Subject");
    }

    @Test
    void publishesTheTextForSqsOfAStructuredMessage() {
        sns.subscribe(topic, SnsApi.QUEUE, "RawMessageDelivery", "true");

        structured("{\"default\":\"d\",\"sqs\":\"for queues\"}");
        structured("{\"default\":\"d\",\"email\":\"e\"}");

        assertThat(sns.queues.bodiesIn(SnsApi.QUEUE)).containsExactly("for queues", "d");
        structured("{\"sqs\":\"s\"}")
                .assertInvalid("Message Structure - No default entry in JSON message body");
        structured("{").assertInvalid("Message Structure - JSON message body failed to parse");
    }

    @Test
    void refusesWhatOnlyFifoTopicsAndPhonesTake() {
        sns.call("Publish", "TopicArn", topic, "Message", "x", "MessageGroupId", "g")
                .assertInvalid(
                        "MessageGroupId Reason: The request includes a parameter that is not valid for this topic type");
        sns.call("Publish", "PhoneNumber", "+491", "Message", "x")
                .assertInvalid("PhoneNumber Reason: The local cloud publishes to topics only");
        assertThat(sns.call("Publish", "TargetArn", topic, "Message", "x").status()).isEqualTo(200);
        sns.call("Publish", "TopicArn", topic).assertInvalid("Empty message");
    }

    private SnsApi.Reply structured(String message) {
        return sns.call(
                "Publish", "TopicArn", topic, "Message", message, "MessageStructure", "json");
    }
}
