package io.eventfork.localcloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives from queues on behalf of clients that may be gone when a message comes: ElasticMQ goes
 * on waiting for them, and would hide the message for a whole visibility timeout. What a client
 * does not get any more is made visible again. The JSON protocol alone. Thread-safe.
 */
final class AbandonedReceives {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedReceives.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Forwarder forwarder;

    AbandonedReceives(Forwarder forwarder) {
        this.forwarder = forwarder;
    }

    boolean concerns(HttpServerRequest request) {
        return "AmazonSQS.ReceiveMessage".equals(request.getHeader("x-amz-target"));
    }

    Future<ServiceResponse> exchange(int port, HttpServerRequest request, Buffer body) {
        return forwarder
                .exchange(port, request, body)
                .onSuccess(
                        answer -> {
                            if (request.response().closed() && answer.status() == 200) {
                                giveBack(port, body, answer);
                            }
                        });
    }

    private void giveBack(int port, Buffer body, ServiceResponse answer) {
        try {
            ObjectNode call = JSON.createObjectNode();
            call.set("QueueUrl", JSON.readTree(body.getBytes()).get("QueueUrl"));
            ArrayNode entries = call.putArray("Entries");
            for (JsonNode message : JSON.readTree(answer.body()).path("Messages")) {
                entries.addObject()
                        .put("Id", Integer.toString(entries.size()))
                        .put("ReceiptHandle", message.path("ReceiptHandle").asText())
                        .put("VisibilityTimeout", 0);
            }
            if (!entries.isEmpty()) {
                forwarder
                        .call(
                                port,
                                "AmazonSQS.ChangeMessageVisibilityBatch",
                                Buffer.buffer(call.toString()))
                        .onFailure(
                                failure ->
                                        LOG.debug(
                                                "Messages of a client that is gone stay hidden: {}.",
                                                failure.getMessage()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("ElasticMQ answered something else than JSON.", e);
        }
    }
}
