package io.eventfork.template;

import io.eventfork.provisioning.Queue;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the endpoints of Camel's AWS components need (their documentation, and the AWS service
 * authorization reference). Stateless but for its collaborators.
 */
final class EndpointActions {

    private static final String OPERATION = "operation";

    private static final Map<String, String> SQS =
            Map.of(
                    "", "sqs:SendMessage",
                    "sendBatchMessage", "sqs:SendMessage",
                    "deleteMessage", "sqs:DeleteMessage",
                    "purgeQueue", "sqs:PurgeQueue");

    private static final Map<String, String> S3_OBJECTS =
            Map.of(
                    "", "s3:PutObject",
                    "copyObject", "s3:GetObject",
                    "deleteObject", "s3:DeleteObject",
                    "deleteObjects", "s3:DeleteObject",
                    "getObject", "s3:GetObject",
                    "getObjectRange", "s3:GetObject",
                    "headObject", "s3:GetObject");

    private static final Map<String, String> S3_BUCKET =
            Map.of("listObjects", "s3:ListBucket", "headBucket", "s3:ListBucket");

    private final Needs needs;
    private final Map<String, String> settings;
    private final OpenSearchDomain domain;

    EndpointActions(Needs needs, Map<String, String> settings, OpenSearchDomain domain) {
        this.needs = needs;
        this.settings = settings;
        this.domain = domain;
    }

    void grant(EndpointUse use) {
        switch (use.scheme()) {
            case "aws2-sqs" ->
                    needs.target(use, ResourceKind.QUEUE).ifPresent(queue -> queue(use, queue));
            case "aws2-sns" ->
                    needs.target(use, ResourceKind.TOPIC)
                            .ifPresent(topic -> needs.allow(use.unit(), topic, "sns:Publish"));
            case "aws2-ddb" ->
                    needs.target(use, ResourceKind.TABLE).ifPresent(table -> table(use, table));
            case "aws2-s3" ->
                    needs.target(use, ResourceKind.BUCKET).ifPresent(bucket -> bucket(use, bucket));
            case "aws2-eventbridge" ->
                    needs.target(use, ResourceKind.BUS).ifPresent(bus -> bus(use, bus));
            case "kinesis-batch" ->
                    needs.target(use, ResourceKind.STREAM).ifPresent(stream -> shards(use, stream));
            case "http", "https" -> domain.grant(use, settings);
            default -> other(use);
        }
    }

    private void other(EndpointUse use) {
        if (use.scheme().startsWith("aws") || Reference.isIn(use.path())) {
            needs.grants()
                    .notCovered(
                            use.unit(),
                            "what %s:%s needs is not known".formatted(use.scheme(), use.path()));
        }
    }

    private void queue(EndpointUse use, Target queue) {
        if (!use.reads()) {
            granted(use, queue, SQS, "sqs:GetQueueUrl");
            return;
        }
        needs.allow(
                use.unit(),
                queue,
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:ChangeMessageVisibility",
                "sqs:GetQueueUrl",
                "sqs:GetQueueAttributes");
        queue.declaredName()
                .flatMap(name -> needs.arns().names().declared().queue(name))
                .flatMap(Queue::deadLetterQueue)
                .ifPresent(
                        dead ->
                                needs.allow(
                                        use.unit(),
                                        Target.declared(
                                                needs.arns(), ResourceKind.QUEUE, dead.name()),
                                        "sqs:SendMessage",
                                        "sqs:GetQueueUrl"));
    }

    private void table(EndpointUse use, Target table) {
        String operation = use.parameters().getOrDefault(OPERATION, "PutItem");
        String action =
                "dynamodb:" + (operation.equals("BatchGetItems") ? "BatchGetItem" : operation);
        needs.allow(use.unit(), table, action);
        if (!"false".equals(use.parameters().get("enabledInitialDescribeTable"))) {
            needs.allow(use.unit(), table, "dynamodb:DescribeTable");
        }
        if (operation.equals("Query")) {
            indexes(use, table)
                    .forEach(
                            index ->
                                    needs.grants()
                                            .allow(
                                                    use.unit().app(),
                                                    table.below("/index/" + index),
                                                    List.of(action)));
        }
    }

    /** Those that the route names: which of them a request reads, only a header says. */
    private List<String> indexes(EndpointUse use, Target table) {
        String route = use.unit().tree().toString();
        if (!route.contains("CamelAwsDdbIndexName")) {
            return List.of();
        }
        return needs.arns().names().declared().tables().stream()
                .filter(
                        declared ->
                                table.declaredName().filter(declared.name()::equals).isPresent())
                .flatMap(declared -> declared.indexes().stream())
                .map(Table.Index::name)
                .filter(route::contains)
                .toList();
    }

    private void bucket(EndpointUse use, Target bucket) {
        String objects = "/*";
        String key =
                "true".equals(use.parameters().get("useAwsKMS"))
                        ? use.parameters().get("awsKMSKeyId")
                        : null;
        if (use.reads()) {
            needs.allow(use.unit(), bucket, "s3:ListBucket");
            needs.grants()
                    .allow(
                            use.unit().app(),
                            bucket.below(objects),
                            List.of("s3:GetObject", "s3:DeleteObject"));
            needs.keys().allow(use.unit(), key, needs.grants(), "kms:Decrypt");
            return;
        }
        String operation = use.parameters().getOrDefault(OPERATION, "");
        if (S3_OBJECTS.containsKey(operation)) {
            needs.grants()
                    .allow(
                            use.unit().app(),
                            bucket.below(objects),
                            List.of(S3_OBJECTS.get(operation)));
        } else {
            granted(use, bucket, S3_BUCKET);
        }
        if (operation.isEmpty()) {
            needs.keys().allow(use.unit(), key, needs.grants(), "kms:GenerateDataKey");
        } else if (operation.toLowerCase(Locale.ROOT).startsWith("getobject")) {
            needs.keys().allow(use.unit(), key, needs.grants(), "kms:Decrypt");
        }
    }

    private void bus(EndpointUse use, Target bus) {
        granted(use, bus, Map.of("", "events:PutEvents", "putEvent", "events:PutEvents"));
    }

    /** The package {@code io.eventfork.stream}, which keeps its leases in the control table. */
    private void shards(EndpointUse use, Target stream) {
        needs.allow(
                use.unit(),
                stream,
                "kinesis:GetRecords",
                "kinesis:GetShardIterator",
                "kinesis:ListShards");
        needs.declared(use.unit(), new Reference(ResourceKind.TABLE, "control"))
                .ifPresent(
                        leases ->
                                needs.allow(
                                        use.unit(),
                                        leases,
                                        "dynamodb:Query",
                                        "dynamodb:GetItem",
                                        "dynamodb:PutItem",
                                        "dynamodb:UpdateItem",
                                        "dynamodb:DeleteItem"));
    }

    /** By the operation of the endpoint; without one, the action of the empty name. */
    private void granted(
            EndpointUse use, Target target, Map<String, String> byOperation, String... always) {
        String operation = use.parameters().getOrDefault(OPERATION, "");
        String action = byOperation.get(operation);
        if (action == null) {
            needs.grants()
                    .notCovered(
                            use.unit(),
                            "what the operation %s of %s:%s needs is not known"
                                    .formatted(operation, use.scheme(), use.path()));
            return;
        }
        needs.allow(use.unit(), target, action);
        needs.allow(use.unit(), target, always);
    }
}
