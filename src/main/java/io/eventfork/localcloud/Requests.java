package io.eventfork.localcloud;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells which service a request is for. Stateless. */
final class Requests {

    /**
     * {@code Credential=KEY/20260101/us-east-1/sqs/aws4_request}, in a header or a query parameter.
     */
    private static final Pattern SCOPE =
            Pattern.compile("Credential=[^/]+/\\d{8}/[^/]+/([a-z0-9-]+)/aws4_request");

    private static final Map<String, String> TARGETS =
            Map.of(
                    "amazonsqs", "sqs",
                    "dynamodb_20120810", "dynamodb",
                    "dynamodbstreams_20120810", "dynamodb");

    private Requests() {}

    /**
     * The signing name of the service: by the signature's credential scope, or, when the request is
     * not signed, by its target header; what is left is S3, the only service whose unsigned
     * requests have neither.
     */
    static String service(HttpServerRequest request) {
        return signed(request).or(() -> target(request)).or(() -> action(request)).orElse("s3");
    }

    private static Optional<String> signed(HttpServerRequest request) {
        String authorization = request.getHeader("authorization");
        String text =
                authorization != null
                        ? authorization
                        : "Credential=" + request.getParam("X-Amz-Credential", "");
        Matcher matcher = SCOPE.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<String> target(HttpServerRequest request) {
        String target = request.getHeader("x-amz-target");
        if (target == null) {
            return Optional.empty();
        }
        int dot = target.indexOf('.');
        String name = (dot < 0 ? target : target.substring(0, dot)).toLowerCase(Locale.ROOT);
        return Optional.of(TARGETS.getOrDefault(name, name));
    }

    /**
     * An unsigned Query request: SQS if it names a queue or an SQS action, otherwise SNS or STS.
     */
    private static Optional<String> action(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        String action = request.getParam("Action");
        if (action == null
                && (type == null || !type.startsWith("application/x-www-form-urlencoded"))) {
            return Optional.empty();
        }
        if ("GetCallerIdentity".equals(action)) {
            return Optional.of("sts");
        }
        boolean queue = request.path().startsWith("/" + LocalCloud.ACCOUNT + "/");
        boolean queueAction =
                action != null && (action.contains("Queue") || action.contains("Message"));
        return Optional.of(queue || queueAction ? "sqs" : "sns");
    }
}
