package io.eventfork.conservation;

import java.util.List;
import java.util.Map;

/**
 * Error answers in the form of each service: AWS JSON 1.0 with {@code __type}, the Query protocol's
 * ErrorResponse, the S3 Error document, and OpenSearch's. Stateless.
 */
final class Refusals {

    private Refusals() {}

    /** The service failed inside. */
    static Answer error(Call call) {
        return switch (call.service()) {
            case SQS -> json(500, "com.amazonaws.sqs#InternalError", "InternalError;Receiver");
            case DYNAMODB -> json(500, "com.amazonaws.dynamodb.v20120810#InternalServerError", "");
            case S3 -> s3(500, "InternalError");
            case SNS, STS -> query(500, "InternalFailure", "Receiver");
            case OPENSEARCH -> search(500, "exception");
        };
    }

    /** The service is asked too often. */
    static Answer throttled(Call call) {
        return switch (call.service()) {
            case SQS -> json(400, "com.amazonaws.sqs#RequestThrottled", "RequestThrottled;Sender");
            case DYNAMODB ->
                    json(
                            400,
                            "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
                            "");
            case S3 -> s3(503, "SlowDown");
            case SNS, STS -> query(400, "Throttling", "Sender");
            case OPENSEARCH -> search(429, "circuit_breaking_exception");
        };
    }

    private static Answer json(int status, String type, String queryError) {
        Answer answer =
                Answer.of(
                        status,
                        "application/x-amz-json-1.0",
                        "{\"__type\":\"%s\",\"message\":\"A fault was injected.\"}"
                                .formatted(type));
        return queryError.isEmpty()
                ? answer
                : new Answer(
                        status,
                        Map.of(
                                "Content-Type",
                                List.of("application/x-amz-json-1.0"),
                                "x-amzn-query-error",
                                List.of(queryError)),
                        answer.body());
    }

    private static Answer query(int status, String code, String type) {
        return Answer.of(
                status,
                "text/xml",
                """
                <ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>%s</Type><Code>%s</Code>\
                <Message>A fault was injected.</Message></Error><RequestId>fault</RequestId></ErrorResponse>"""
                        .formatted(type, code));
    }

    private static Answer s3(int status, String code) {
        return Answer.of(
                status,
                "application/xml",
                "<Error><Code>%s</Code><Message>A fault was injected.</Message></Error>"
                        .formatted(code));
    }

    private static Answer search(int status, String type) {
        return Answer.of(
                status,
                "application/json",
                "{\"error\":{\"type\":\"%s\",\"reason\":\"A fault was injected.\"},\"status\":%d}"
                        .formatted(type, status));
    }
}
