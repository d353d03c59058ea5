package io.eventfork.conservation;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A call between an application and the cloud, as the proxy sees it. Its array is not copied.
 *
 * @param service whom it is for
 * @param action of the service, such as {@code PublishBatch}; of S3 and OpenSearch method and last
 *     part of the path, such as {@code POST _bulk}
 * @param method of HTTP
 * @param target path and query
 * @param headers of the request
 * @param body of the request
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes pass through, and nothing compares them.
record Call(
        Service service,
        String action,
        String method,
        String target,
        Map<String, List<String>> headers,
        byte[] body) {

    static Call of(HttpServerRequest request, byte[] body, boolean search) {
        String method = request.method().name();
        String path = request.path();
        String target = request.getHeader("X-Amz-Target");
        String scope = String.valueOf(request.getHeader("Authorization"));
        Service service = Service.STS;
        String action = method + " " + path.substring(path.lastIndexOf('/') + 1);
        if (search) {
            service = Service.OPENSEARCH;
        } else if (target != null) {
            service = target.startsWith("AmazonSQS") ? Service.SQS : Service.DYNAMODB;
            action = target.substring(target.indexOf('.') + 1);
        } else if (scope.contains("/s3/")) {
            service = Service.S3;
            action = method;
        } else if (scope.contains("/sns/")) {
            service = Service.SNS;
            action = Form.parse(body).getOrDefault("Action", "");
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : request.headers().names()) {
            headers.put(name, request.headers().getAll(name));
        }
        return new Call(service, action, method, request.uri(), headers, body);
    }

    /** The same call with another body. */
    Call with(byte[] another) {
        return new Call(service, action, method, target, headers, another);
    }

    boolean is(String name) {
        return action.equals(name);
    }

    /** Whether it writes an effect to a sink. */
    boolean isSinkWrite() {
        return is("PutItem")
                || service == Service.S3 && is("PUT")
                || service == Service.OPENSEARCH && is("POST _bulk");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
