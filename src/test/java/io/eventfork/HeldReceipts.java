package io.eventfork;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The messages that queues have handed out to one client, by their receipts; see the JSON protocol
 * of SQS. Thread-safe.
 */
final class HeldReceipts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SIGNATURE =
            "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/sqs/aws4_request,"
                    + " SignedHeaders=host, Signature=0";

    private final URI cloud;
    private final HttpClient client;

    /** Requests that make a message visible again, one for each receipt. */
    private final Queue<ObjectNode> changes = new ConcurrentLinkedQueue<>();

    HeldReceipts(URI cloud, HttpClient client) {
        this.cloud = cloud;
        this.client = client;
    }

    /** Remembers what an answer of a queue hands out. */
    void handedOut(CloudProxy.Call call, HttpResponse<byte[]> answer) throws IOException {
        if (call.action().equals("ReceiveMessage") && answer.statusCode() == 200) {
            String queue = JSON.readTree(call.body()).path("QueueUrl").asText();
            for (JsonNode message : JSON.readTree(answer.body()).path("Messages")) {
                changes.add(
                        JSON.createObjectNode()
                                .put("QueueUrl", queue)
                                .put("ReceiptHandle", message.path("ReceiptHandle").asText())
                                .put("VisibilityTimeout", 0));
            }
        }
    }

    /** Makes all of them visible again that are still there. */
    void giveBack() {
        for (ObjectNode change = changes.poll(); change != null; change = changes.poll()) {
            HttpRequest request =
                    HttpRequest.newBuilder(cloud.resolve("/"))
                            .header("authorization", SIGNATURE)
                            .header("content-type", "application/x-amz-json-1.0")
                            .header("x-amz-target", "AmazonSQS.ChangeMessageVisibility")
                            .POST(BodyPublishers.ofString(change.toString()))
                            .build();
            try {
                // One that was deleted is refused.
                client.send(request, BodyHandlers.discarding());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
