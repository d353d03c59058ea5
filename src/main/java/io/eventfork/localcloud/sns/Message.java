package io.eventfork.localcloud.sns;

import io.eventfork.event.AttributeValue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A published message. Immutable and thread-safe.
 *
 * @param id the message id that SNS gives
 * @param publishedAt when SNS took it
 * @param subject the subject; empty if there is none
 * @param body what queues get
 * @param attributes the message attributes by name
 * @param traceHeader the AWS X-Ray header of the publish request
 * @param size what counts against the limit: body, and names, types and values of the attributes,
 *     in bytes
 */
record Message(
        String id,
        Instant publishedAt,
        String subject,
        String body,
        Map<String, AttributeValue> attributes,
        Optional<String> traceHeader,
        int size) {}
