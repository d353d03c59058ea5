package io.eventfork.localcloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Queue attributes that ElasticMQ does not know, such as the queue's policy: the gateway keeps them
 * and gives them back; nothing enforces them. The JSON protocol alone. Thread-safe.
 */
final class KeptQueueAttributes {

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
     */
    record Exchange(
            KeptQueueAttributes owner,
            String operation,
            String queue,
            ObjectNode taken,
            Set<String> asked,
            Buffer body) {

        ServiceResponse end(int status, Buffer answer) {
            Buffer completed = status == 200 ? owner.complete(this, answer) : answer;
            return new ServiceResponse(
                    status,
                    Map.of("content-type", "application/x-amz-json-1.0"),
                    completed.getBytes());
        }
    }

    Exchange begin(HttpServerRequest request, Buffer body) {
        String operation = request.getHeader("x-amz-target").substring("AmazonSQS.".length());
        ObjectNode call;
        try {
            call = (ObjectNode) JSON.readTree(body.getBytes());
        } catch (java.io.IOException | ClassCastException e) {
            return new Exchange(this, operation, "", JSON.createObjectNode(), Set.of(), body);
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
        Set<String> asked = ConcurrentHashMap.newKeySet();
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
            if (names.isEmpty() && !asked.isEmpty()) {
                names.add("QueueArn");
            }
        }
        return new Exchange(this, operation, queue, taken, asked, Buffer.buffer(call.toString()));
    }

    private Buffer complete(Exchange exchange, Buffer answer) {
        if (exchange.operation().equals("DeleteQueue")) {
            byQueue.remove(exchange.queue());
            return answer;
        }
        Map<String, JsonNode> kept =
                byQueue.computeIfAbsent(exchange.queue(), queue -> new ConcurrentHashMap<>());
        exchange.taken().properties().forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
        if (!exchange.operation().equals("GetQueueAttributes") || exchange.asked().isEmpty()) {
            return answer;
        }
        try {
            ObjectNode document =
                    (ObjectNode) JSON.readTree(answer.toString(StandardCharsets.UTF_8));
            ObjectNode attributes = document.withObjectProperty("Attributes");
            kept.forEach(
                    (name, value) -> {
                        if (exchange.asked().contains(name)) {
                            attributes.set(name, value);
                        }
                    });
            return Buffer.buffer(document.toString());
        } catch (JsonProcessingException e) {
            return answer;
        }
    }
}
