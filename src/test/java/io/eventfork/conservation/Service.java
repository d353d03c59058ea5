package io.eventfork.conservation;

/** What a call is for. */
enum Service {
    SQS,
    SNS,
    DYNAMODB,
    S3,
    STS,
    OPENSEARCH
}
