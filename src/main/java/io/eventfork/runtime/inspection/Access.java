package io.eventfork.runtime.inspection;

import io.eventfork.provisioning.ResourceKind;
import java.util.Set;

/**
 * What a route does with a resource or a service.
 *
 * @param target what it reads or writes
 * @param reads whether it takes data from there
 * @param writes whether it puts data there
 * @param failed whether only what has failed goes there: the id of the step ends in {@code -failed}
 */
record Access(Target target, boolean reads, boolean writes, boolean failed) {

    private static final Set<String> READING =
            Set.of(
                    "Query",
                    "Scan",
                    "GetItem",
                    "BatchGetItems",
                    "DescribeTable",
                    "getObject",
                    "listObjects");

    /**
     * What can be read or written.
     *
     * @param key tells it from others
     * @param kind the kind of resource; null for a service
     * @param label how it is shown, without a shape
     */
    record Target(String key, ResourceKind kind, String label) {

        static Target of(ResourceKind kind, String name) {
            String service =
                    switch (kind) {
                        case TOPIC -> "SNS";
                        case QUEUE -> "SQS";
                        case BUS -> "EventBridge";
                        case STREAM -> "Kinesis";
                        case TABLE -> "DynamoDB";
                        case BUCKET -> "S3";
                        case SUBSCRIPTION, RULE ->
                                throw new IllegalArgumentException("No route names a " + kind);
                    };
            return new Target(kind.label() + "_" + name, kind, service + " " + name);
        }

        static Target service(String label) {
            return new Target("service_" + label, null, label);
        }
    }

    /** Whether a call only reads, as far as its operation tells. */
    static boolean isReading(Call call) {
        return READING.contains(call.parameters().getOrDefault("operation", ""));
    }

    /** This and what another step does with the same target. */
    Access and(Access other) {
        return new Access(
                target, reads || other.reads, writes || other.writes, failed && other.failed);
    }
}
