package io.eventfork.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.ResourceNames;

/**
 * ARNs as the template writes them: of its own resources by their logical id, of others by their
 * name. Immutable.
 *
 * @param names what is declared, with the pseudo parameters of CloudFormation for partition, region
 *     and account
 */
record Arns(ResourceNames names) {

    static final String PARTITION = "${AWS::Partition}";
    static final String REGION = "${AWS::Region}";
    static final String ACCOUNT = "${AWS::AccountId}";

    /** The ARN of a declared resource. */
    JsonNode of(ResourceKind kind, String name) {
        String id = LogicalIds.of(kind, name);
        return kind == ResourceKind.TOPIC ? Json.ref(id) : Json.attribute(id, "Arn");
    }

    /** What is below a declared resource, as {@code /*} of a bucket. */
    JsonNode below(ResourceKind kind, String name, String rest) {
        String id = LogicalIds.of(kind, name);
        return Json.text("${" + (kind == ResourceKind.TOPIC ? id : id + ".Arn") + "}" + rest);
    }

    /** The ARN of a resource that is not declared, by its name in the cloud. */
    JsonNode named(ResourceKind kind, String physicalName, String rest) {
        String arn =
                switch (kind) {
                    case TOPIC -> regional("sns", physicalName);
                    case QUEUE -> regional("sqs", physicalName);
                    case BUS -> regional("events", "event-bus/" + physicalName);
                    case STREAM -> regional("kinesis", "stream/" + physicalName);
                    case TABLE -> regional("dynamodb", "table/" + physicalName);
                    case BUCKET -> "arn:" + PARTITION + ":s3:::" + physicalName;
                    case RULE, SUBSCRIPTION ->
                            throw new IllegalArgumentException("No endpoint names a " + kind);
                };
        return Json.text(arn + rest);
    }

    /** The ARN of something in this region and account. */
    static String regional(String service, String resource) {
        return "arn:%s:%s:%s:%s:%s".formatted(PARTITION, service, REGION, ACCOUNT, resource);
    }

    boolean isDeclared(Reference reference) {
        return names.declared().declares(reference.kind(), reference.name());
    }
}
