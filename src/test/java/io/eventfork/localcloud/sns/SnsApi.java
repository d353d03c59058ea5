package io.eventfork.localcloud.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import io.eventfork.localcloud.queues.InMemoryQueues;
import io.eventfork.localcloud.time.ManualTimer;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Calls the service with the form fields that clients send, and reads its XML. */
final class SnsApi {

    static final Instant NOW = Instant.parse("2026-11-21T01:02:03.004Z");
    static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:orders";

    final InMemoryQueues queues = new InMemoryQueues();
    final ManualTimer timer = new ManualTimer();
    final SnsService service = SnsService.driven(queues, Clock.fixed(NOW, ZoneOffset.UTC), timer);
    private final Map<String, String> headers = new HashMap<>();

    record Reply(int status, Map<String, String> headers, Document xml) {

        /** The text of the first element of that name. */
        String text(String element) {
            NodeList nodes = xml.getElementsByTagName(element);
            assertThat(nodes.getLength()).as(element).isPositive();
            return nodes.item(0).getTextContent();
        }

        List<String> texts(String element) {
            NodeList nodes = xml.getElementsByTagName(element);
            return IntStream.range(0, nodes.getLength())
                    .mapToObj(i -> nodes.item(i).getTextContent())
                    .toList();
        }

        Map<String, String> attributes() {
            Map<String, String> attributes = new HashMap<>();
            for (int i = 0; i < texts("key").size(); i++) {
                attributes.put(texts("key").get(i), texts("value").get(i));
            }
            return attributes;
        }

        void assertError(int expectedStatus, String code, String message) {
            assertThat(status).isEqualTo(expectedStatus);
            assertThat(text("Code")).isEqualTo(code);
            assertThat(text("Message")).isEqualTo(message);
            assertThat(text("Type")).isEqualTo("Sender");
            assertThat(text("RequestId")).isNotBlank();
        }

        void assertInvalid(String reason) {
            assertError(400, "InvalidParameter", "Invalid parameter: " + reason);
        }
    }

    void header(String name, String value) {
        headers.put(name, value);
    }

    /** Calls an action with fields given as name, value, name, value. */
    Reply call(String action, String... fields) {
        StringJoiner form = new StringJoiner("&");
        form.add("Action=" + action).add("Version=2010-03-31");
        for (int i = 0; i < fields.length; i += 2) {
            form.add(encode(fields[i]) + '=' + encode(fields[i + 1]));
        }
        return send(
                new ServiceRequest(
                        "POST",
                        "/",
                        "",
                        headers,
                        form.toString().getBytes(StandardCharsets.UTF_8)));
    }

    Reply send(ServiceRequest request) {
        ServiceResponse response = service.handle(request);
        try {
            Document xml =
                    DocumentBuilderFactory.newDefaultInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(response.body()));
            return new Reply(response.status(), response.headers(), xml);
        } catch (Exception e) {
            throw new AssertionError(
                    "No XML: " + new String(response.body(), StandardCharsets.UTF_8), e);
        }
    }

    String topic(String name) {
        return call("CreateTopic", "Name", name).text("TopicArn");
    }

    /** Subscribes a queue with attributes given as name, value, name, value. */
    Reply subscribe(String topicArn, String queueArn, String... attributes) {
        String[] fields = new String[6 + 2 * attributes.length];
        fields[0] = "TopicArn";
        fields[1] = topicArn;
        fields[2] = "Protocol";
        fields[3] = "sqs";
        fields[4] = "Endpoint";
        fields[5] = queueArn;
        for (int i = 0; i < attributes.length; i += 2) {
            int entry = i / 2 + 1;
            fields[6 + 2 * i] = "Attributes.entry." + entry + ".key";
            fields[7 + 2 * i] = attributes[i];
            fields[8 + 2 * i] = "Attributes.entry." + entry + ".value";
            fields[9 + 2 * i] = attributes[i + 1];
        }
        return call("Subscribe", fields);
    }

    /** Publishes with attributes given as name, type, value, name, type, value. */
    Reply publish(String topic, String message, String... attributes) {
        List<String> fields = new ArrayList<>(List.of("TopicArn", topic, "Message", message));
        for (int i = 0; i < attributes.length; i += 3) {
            String prefix = "MessageAttributes.entry." + (i / 3 + 1);
            String value =
                    attributes[i + 1].startsWith("Binary")
                            ? ".Value.BinaryValue"
                            : ".Value.StringValue";
            fields.addAll(
                    List.of(
                            prefix + ".Name",
                            attributes[i],
                            prefix + ".Value.DataType",
                            attributes[i + 1],
                            prefix + value,
                            attributes[i + 2]));
        }
        return call("Publish", fields.toArray(String[]::new));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
