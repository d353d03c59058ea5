package io.eventfork.localcloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Errors in the forms that AWS clients understand. */
final class AwsErrors {

    private AwsErrors() {}

    /** The form that the client of this request understands. */
    static ServiceResponse of(HttpServerRequest request, int status, String code, String message) {
        return request.getHeader("x-amz-target") == null
                ? xml(status, code, message)
                : json(status, code, message);
    }

    /** The form of the Query protocol. */
    static ServiceResponse xml(int status, String code, String message) {
        return response(
                status,
                "text/xml",
                "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>local</RequestId></ErrorResponse>"
                        .formatted(code, escape(message)));
    }

    /** The form of S3. */
    static ServiceResponse s3(int status, String code, String message) {
        return response(
                status,
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message><RequestId>local</RequestId></Error>"
                        .formatted(code, escape(message)));
    }

    /** The form of the AWS JSON protocols. */
    static ServiceResponse json(int status, String code, String message) {
        return response(
                status,
                "application/x-amz-json-1.0",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("__type", code)
                        .put("message", message)
                        .toString());
    }

    private static ServiceResponse response(int status, String type, String body) {
        return new ServiceResponse(
                status, Map.of("content-type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
