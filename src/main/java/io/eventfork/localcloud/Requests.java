package io.eventfork.localcloud;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
                    "awsevents", "events",
                    "kinesis_20131202", "kinesis",
                    "dynamodb_20120810", "dynamodb",
                    "dynamodbstreams_20120810", "dynamodb");

    private static final Map<String, String> VERSIONS =
            Map.of("2012-11-05", "sqs", "2010-03-31", "sns", "2011-06-15", "sts");

    private Requests() {}

    /** Whether only the form in the body tells the service: an unsigned Query request. */
    static boolean namedByItsForm(HttpServerRequest request) {
        String type = request.getHeader("content-type");
        return type != null
                && type.startsWith("application/x-www-form-urlencoded")
                && request.getParam("Action") == null
                && signed(request).isEmpty()
                && target(request).isEmpty();
    }

    /** The service of a request that is {@link #namedByItsForm}. */
    static String service(HttpServerRequest request, Buffer form) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        new QueryStringDecoder(form.toString(StandardCharsets.UTF_8), false)
                .parameters()
                .forEach(fields::add);
        return action(request, fields).orElse("s3");
    }

    /**
     * The signing name of the service: by the signature's credential scope, or, when the request is
     * not signed, by its target header or its action; what is left is S3, the only service whose
     * unsigned requests have none.
     */
    static String service(HttpServerRequest request) {
        return signed(request)
                .or(() -> target(request))
                .or(() -> action(request, request.params()))
                .orElse("s3");
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

    /** Who has the action: by the version of its API, or by its name. */
    private static Optional<String> action(HttpServerRequest request, MultiMap fields) {
        String action = fields.get("Action");
        if (action == null) {
            return Optional.empty();
        }
        String version = VERSIONS.get(Objects.requireNonNullElse(fields.get("Version"), ""));
        if (version != null) {
            return Optional.of(version);
        }
        if (action.equals("GetCallerIdentity")) {
            return Optional.of("sts");
        }
        boolean queue =
                request.path().startsWith("/" + LocalCloud.ACCOUNT + "/")
                        || action.contains("Queue")
                        || action.contains("Message");
        return Optional.of(queue ? "sqs" : "sns");
    }
}
