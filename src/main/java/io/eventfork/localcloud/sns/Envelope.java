package io.eventfork.localcloud.sns;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.eventfork.event.AttributeValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The JSON document around a message for subscriptions without raw delivery, as the Amazon SNS
 * developer guide describes it (message and JSON formats). The local cloud has no key of Amazon's,
 * so the signature is a fixed text that verifies nowhere.
 *
 * <p>Thread-safe.
 */
final class Envelope {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String SIGNATURE = "bm90IHNpZ25lZCBieSB0aGUgbG9jYWwgY2xvdWQ=";

    private final Supplier<URI> endpoint;

    /**
     * @param endpoint where the local cloud listens; asked for each message
     */
    Envelope(Supplier<URI> endpoint) {
        this.endpoint = endpoint;
    }

    String wrap(Message message, Subscription subscription) {
        StringWriter text = new StringWriter(message.body().length() + 1_000);
        String gateway = endpoint.get().toString();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("Type", "Notification");
            json.writeStringField("MessageId", message.id());
            json.writeStringField("TopicArn", subscription.topicArn());
            if (!message.subject().isEmpty()) {
                json.writeStringField("Subject", message.subject());
            }
            json.writeStringField("Message", message.body());
            json.writeStringField("Timestamp", MILLISECONDS.format(message.publishedAt()));
            json.writeStringField("SignatureVersion", "1");
            json.writeStringField("Signature", SIGNATURE);
            json.writeStringField(
                    "SigningCertURL", gateway + "/SimpleNotificationService-local.pem");
            json.writeStringField(
                    "UnsubscribeURL",
                    gateway + "/?Action=Unsubscribe&SubscriptionArn=" + subscription.arn());
            if (!message.attributes().isEmpty()) {
                writeAttributes(json, message.attributes());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write JSON into memory.", e);
        }
        return text.toString();
    }

    private static void writeAttributes(JsonGenerator json, Map<String, AttributeValue> attributes)
            throws IOException {
        json.writeObjectFieldStart("MessageAttributes");
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            json.writeObjectFieldStart(attribute.getKey());
            json.writeStringField("Type", attribute.getValue().dataType());
            json.writeStringField("Value", attribute.getValue().value());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
