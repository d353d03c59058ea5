package io.eventfork.localcloud;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Sends the gateway's answers, as far as their clients still wait for them. Stateless. */
final class Answers {

    private Answers() {}

    static void send(HttpServerRequest request, ServiceResponse answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.putHeader("x-amzn-requestid", "local");
        response.end(Buffer.buffer(answer.body()));
    }

    static void send(HttpServerRequest request, Future<ServiceResponse> answer) {
        answer.onSuccess(response -> send(request, response))
                .onFailure(failure -> unreachable(request, failure));
    }

    /** Says that a stand-in gave no answer, unless a part of one was sent. */
    static void unreachable(HttpServerRequest request, Throwable failure) {
        if (!request.response().headWritten()) {
            String reason = String.valueOf(failure.getMessage());
            send(request, AwsErrors.of(request, 503, "ServiceUnavailable", reason));
        }
    }
}
