package io.eventfork.localcloud;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Gives back what a long poll takes whose client has gone. ElasticMQ does not notice that, and
 * would hide the messages from everybody for their visibility timeout. Thread-safe.
 */
final class AbandonedPolls {

    private static final String RECEIVE = "AmazonSQS.ReceiveMessage";
    private static final String CHANGE = "AmazonSQS.ChangeMessageVisibility";

    private final Forwarder forwarder;

    AbandonedPolls(Forwarder forwarder) {
        this.forwarder = forwarder;
    }

    static boolean concerns(HttpServerRequest request) {
        return RECEIVE.equals(request.getHeader("x-amz-target"));
    }

    Future<ServiceResponse> receive(int port, HttpServerRequest request, Buffer body) {
        return forwarder
                .exchange(port, request, body)
                .onSuccess(
                        answer -> {
                            if (request.response().closed()) {
                                giveBack(port, body, answer);
                            }
                        });
    }

    private void giveBack(int port, Buffer asked, ServiceResponse answer) {
        JsonArray messages =
                new JsonObject(Buffer.buffer(answer.body()))
                        .getJsonArray("Messages", new JsonArray());
        for (int i = 0; i < messages.size(); i++) {
            JsonObject change =
                    new JsonObject()
                            .put("QueueUrl", new JsonObject(asked).getString("QueueUrl"))
                            .put(
                                    "ReceiptHandle",
                                    messages.getJsonObject(i).getString("ReceiptHandle"))
                            .put("VisibilityTimeout", 0);
            forwarder.call(port, CHANGE, change.toBuffer());
        }
    }
}
