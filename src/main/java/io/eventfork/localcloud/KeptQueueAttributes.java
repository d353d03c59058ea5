package io.eventfork.localcloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Queue attributes that ElasticMQ does not know, such as the queue's policy: the gateway keeps them
 * and gives them back; nothing enforces them. The JSON protocol alone. Thread-safe.
 */
final class KeptQueueAttributes {

    private static final String ARN = "QueueArn";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> KEPT =
            Set.of(
                    "Policy",
                    "KmsMasterKeyId",
                    "KmsDataKeyReusePeriodSeconds",
                    "SqsManagedSseEnabled",
                    "RedriveAllowPolicy",
                    "MaximumMessageSize",
                    "MessageRetentionPeriod");

    /** What SQS answers for a queue that was created without them. */
    private static final Map<String, JsonNode> DEFAULTS =
            Map.of(
                    "MessageRetentionPeriod",
                    TextNode.valueOf("345600"),
                    "MaximumMessageSize",
                    TextNode.valueOf("1048576"));

    private static final Set<String> OPERATIONS =
            Set.of(
                    "AmazonSQS.CreateQueue",
                    "AmazonSQS.SetQueueAttributes",
                    "AmazonSQS.GetQueueAttributes",
                    "AmazonSQS.DeleteQueue");

    private final Map<String, Map<String, JsonNode>> byQueue = new ConcurrentHashMap<>();

    boolean concerns(HttpServerRequest request) {
        String target = request.getHeader("x-amz-target");
        return target != null && OPERATIONS.contains(target);
    }

    /**
     * One request and its answer, without the kept attributes on the way in and with them on the
     * way out.
     *
     * @param asked the kept attributes that the client asks for
     * @param askedAlone whether it asks for no other: ElasticMQ, which must be asked for something,
     *     is then asked for the queue's ARN
     * @param refusal what to answer at once, or null
     */
    record Exchange(
            KeptQueueAttributes owner,
            String operation,
            String queue,
            ObjectNode taken,
            Set<String> asked,
            boolean askedAlone,
            Buffer body,
            ServiceResponse refusal) {

        ServiceResponse end(ServiceResponse answer) {
            return answer.status() == 200
                    ? new ServiceResponse(
                            200, answer.headers(), owner.complete(this, answer.body()))
                    : answer;
        }
    }

    Exchange begin(HttpServerRequest request, Buffer body) {
        String operation = request.getHeader("x-amz-target").substring("AmazonSQS.".length());
        ObjectNode call;
        try {
            call = (ObjectNode) JSON.readTree(body.getBytes());
        } catch (IOException | ClassCastException e) {
            return new Exchange(
                    this, operation, "", JSON.createObjectNode(), Set.of(), false, body, null);
        }
        String url = call.path("QueueUrl").asText("");
        String queue = call.path("QueueName").asText(url.substring(url.lastIndexOf('/') + 1));
        ObjectNode taken = JSON.createObjectNode();
        if (call.get("Attributes") instanceof ObjectNode attributes) {
            for (String name : KEPT) {
                JsonNode value = attributes.remove(name);
                if (value != null) {
                    taken.set(name, value);
                }
            }
        }
        Set<String> asked = new HashSet<>();
        boolean askedAlone = false;
        if (call.get("AttributeNames") instanceof ArrayNode names) {
            for (int i = names.size() - 1; i >= 0; i--) {
                String name = names.get(i).asText();
                if (KEPT.contains(name)) {
                    names.remove(i);
                    asked.add(name);
                } else if (name.equals("All")) {
                    asked.addAll(KEPT);
                }
            }
            askedAlone = names.isEmpty() && !asked.isEmpty();
            if (askedAlone) {
                names.add(ARN);
            }
        }
        return new Exchange(
                this,
                operation,
                queue,
                taken,
                asked,
                askedAlone,
                Buffer.buffer(call.toString()),
                operation.equals("CreateQueue") ? refusal(queue, taken) : null);
    }

    /** A queue that exists can be created again with the same attributes alone. */
    private ServiceResponse refusal(String queue, ObjectNode taken) {
        Map<String, JsonNode> kept = byQueue.get(queue);
        if (kept == null) {
            return null;
        }
        for (Map.Entry<String, JsonNode> attribute : taken.properties()) {
            JsonNode value =
                    kept.getOrDefault(attribute.getKey(), DEFAULTS.get(attribute.getKey()));
            if (!attribute.getValue().equals(value)) {
                return AwsErrors.json(
                        400,
                        "com.amazonaws.sqs#QueueNameExists",
                        "A queue already exists with the same name and a different value for"
                                + " attribute "
                                + attribute.getKey());
            }
        }
        return null;
    }

    private byte[] complete(Exchange exchange, byte[] answer) {
        switch (exchange.operation()) {
            case "DeleteQueue" -> byQueue.remove(exchange.queue());
            case "CreateQueue" -> byQueue.putIfAbsent(exchange.queue(), copy(exchange.taken()));
            case "SetQueueAttributes" ->
                    byQueue.computeIfAbsent(exchange.queue(), queue -> new ConcurrentHashMap<>())
                            .putAll(copy(exchange.taken()));
            default -> {
                return withKept(exchange, answer);
            }
        }
        return answer;
    }

    private byte[] withKept(Exchange exchange, byte[] answer) {
        ObjectNode document;
        try {
            document = (ObjectNode) JSON.readTree(answer);
        } catch (IOException | ClassCastException e) {
            throw new IllegalStateException("ElasticMQ answered something else than JSON.", e);
        }
        ObjectNode attributes = document.withObjectProperty("Attributes");
        if (exchange.askedAlone()) {
            attributes.remove(ARN);
        }
        Map<String, JsonNode> kept = byQueue.getOrDefault(exchange.queue(), Map.of());
        for (String name : exchange.asked()) {
            JsonNode value = kept.getOrDefault(name, DEFAULTS.get(name));
            // SQS answers no attribute for an empty policy or key.
            if (value != null && !value.asText().isEmpty()) {
                attributes.set(name, value);
            }
        }
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, JsonNode> copy(ObjectNode attributes) {
        Map<String, JsonNode> copy = new ConcurrentHashMap<>();
        attributes.properties().forEach(entry -> copy.put(entry.getKey(), entry.getValue()));
        return copy;
    }
}
