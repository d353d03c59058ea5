package io.eventfork.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** An answer of the server itself as {@code application/problem+json} (RFC 9457). Immutable. */
record Problem(int status, String title, String detail, int retryAfterSeconds) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Problem of(int status) {
        String title =
                switch (status) {
                    case 400 -> "Bad Request";
                    case 401 -> "Unauthorized";
                    case 404 -> "Not Found";
                    case 405 -> "Method Not Allowed";
                    case 406 -> "Not Acceptable";
                    case 408 -> "Request Timeout";
                    case 413 -> "Content Too Large";
                    case 415 -> "Unsupported Media Type";
                    case 429 -> "Too Many Requests";
                    case 503 -> "Service Unavailable";
                    default -> "Internal Server Error";
                };
        return new Problem(status, title, null, 0);
    }

    Problem detail(String text) {
        return new Problem(status, title, text, retryAfterSeconds);
    }

    Problem retryAfter(int seconds) {
        return new Problem(status, title, detail, seconds);
    }

    Future<Void> answer(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        ObjectNode body = JSON.createObjectNode();
        body.put("type", "about:blank").put("title", title).put("status", status);
        if (detail != null) {
            body.put("detail", detail);
        }
        if (retryAfterSeconds > 0) {
            response.putHeader("retry-after", Integer.toString(retryAfterSeconds));
        }
        return response.setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(body.toString());
    }
}
