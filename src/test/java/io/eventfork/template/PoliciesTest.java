package io.eventfork.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a route needs is allowed, by the ARN of the very resource, and nothing else is. */
class PoliciesTest {

    private static final String SQS = "arn:aws:sqs:us-east-1:000000000000:ef-";
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/ef-";

    @Test
    void aRouteMayReadItsQueueAndWriteDeadLetters() {
        Templates template = new Templates().steps("- log: hello");

        assertThat(template.allowed(SQS + "work"))
                .containsExactly(
                        "sqs:ChangeMessageVisibility",
                        "sqs:DeleteMessage",
                        "sqs:GetQueueAttributes",
                        "sqs:GetQueueUrl",
                        "sqs:ReceiveMessage");
        assertThat(template.allowed(SQS + "work-dlq"))
                .containsExactly("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage");
    }

    @Test
    void whatIsDeclaredAndNotUsedMayOnlyBeLookedAt() {
        Templates template =
                new Templates()
                        .resources(
                                """
                                queues: { work: }
                                topics: { news: }
                                tables: { rows: { partition-key: { Id: S } } }
                                buckets: { files: }
                                """)
                        .routes("- route: { id: none, from: { uri: 'timer:x', steps: [] } }");

        assertThat(template.read().policy("mine"))
                .flatExtracting(TemplateReader.Statement::actions)
                .containsExactlyInAnyOrder(
                        "sqs:GetQueueUrl",
                        "sqs:GetQueueAttributes",
                        "sns:GetTopicAttributes",
                        "dynamodb:DescribeTable",
                        "s3:GetEncryptionConfiguration",
                        "s3:GetBucketPublicAccessBlock");
    }

    @Test
    void anOperationOnATableIsThatActionAlone() {
        Templates template =
                new Templates()
                        .resources(
                                """
                                queues: { work: }
                                tables:
                                  rows:
                                    partition-key: { Id: S }
                                    indexes: { colour: { partition-key: { Colour: S } } }
                                """)
                        .steps(
                                """
                                - to: { uri: 'aws2-ddb:{{table:rows}}', parameters: { operation: GetItem } }
                                - to: { uri: 'aws2-ddb:{{table:rows}}?operation=BatchGetItems' }
                                - to: 'aws2-ddb:{{table:rows}}'
                                - to: { uri: 'aws2-ddb:{{table:rows}}', parameters: { operation: Query } }
                                """);

        assertThat(template.allowed(TABLE + "rows"))
                .containsExactly(
                        "dynamodb:BatchGetItem",
                        "dynamodb:GetItem",
                        "dynamodb:PutItem",
                        "dynamodb:Query");
        assertThat(template.allowed(TABLE + "rows/index/colour")).isEmpty();
    }

    @Test
    void aQueryThatNamesAnIndexMayReadIt() {
        Templates template =
                new Templates()
                        .resources(
                                """
                                queues: { work: }
                                tables:
                                  rows:
                                    partition-key: { Id: S }
                                    indexes:
                                      colour: { partition-key: { Colour: S } }
                                      weight: { partition-key: { Weight: N } }
                                """)
                        .steps(
                                """
                                - setHeader:
                                    name: CamelAwsDdbIndexName
                                    expression: { constant: { expression: colour } }
                                - to: { uri: 'aws2-ddb:{{table:rows}}', parameters: { operation: Query } }
                                """);

        assertThat(template.allowed(TABLE + "rows/index/colour")).containsExactly("dynamodb:Query");
        assertThat(template.allowed(TABLE + "rows/index/weight")).isEmpty();
    }

    @Test
    void aBucketsObjectsAreAllowedByWhatIsDoneWithThem() {
        Templates template =
                new Templates()
                        .resources("{ queues: { work: }, buckets: { files: } }")
                        .setting("eventfork.bucket-suffix", "-1")
                        .steps(
                                """
                                - to: { uri: 'aws2-s3:{{bucket:files}}' }
                                - to: { uri: 'aws2-s3:{{bucket:files}}', parameters: { operation: listObjects } }
                                """);

        assertThat(template.allowed("arn:aws:s3:::ef-files-1/*")).containsExactly("s3:PutObject");
        assertThat(template.allowed("arn:aws:s3:::ef-files-1")).containsExactly("s3:ListBucket");
    }

    @Test
    void aTopicAndABusAreWrittenTo() {
        Templates template =
                new Templates()
                        .resources("{ queues: { work: }, topics: { news: }, buses: { all: } }")
                        .steps(
                                """
                                - to: { uri: 'aws2-sns:{{topic:news}}' }
                                - to: { uri: 'aws2-eventbridge:{{bus:all}}', parameters: { operation: putEvent } }
                                - to: { uri: 'aws2-sqs:{{queue:work}}' }
                                """);
        String arn = "arn:aws:%s:us-east-1:000000000000:%sef-";

        assertThat(template.allowed(arn.formatted("sns", "") + "news"))
                .containsExactly("sns:Publish");
        assertThat(template.allowed(arn.formatted("events", "event-bus/") + "all"))
                .containsExactly("events:PutEvents");
        assertThat(template.allowed(SQS + "work")).contains("sqs:SendMessage");
    }

    @Test
    void aRouteMadeOfATemplateNeedsWhatItsParametersSay() {
        Templates template =
                new Templates()
                        .resources("{ queues: { work: }, buckets: { files: } }")
                        .setting("eventfork.bucket-suffix", "-1")
                        .setting("my.key", "1234abcd-12ab-34cd-56ef-1234567890ab")
                        .template(
                                """
                                - routeTemplate:
                                    id: copy
                                    parameters:
                                      - name: Queue
                                      - { name: Bucket, defaultValue: files }
                                      - { name: Key, defaultValue: alias/aws/s3 }
                                    route:
                                      from:
                                        uri: aws2-sqs:{{queue:{{Queue}}}}
                                        steps:
                                          - to:
                                              uri: aws2-s3:{{bucket:{{Bucket}}}}
                                              parameters: { useAwsKMS: "true", awsKMSKeyId: "{{Key}}" }
                                """)
                        .routes(
                                """
                                - templatedRoute:
                                    routeId: my-copy
                                    routeTemplateRef: copy
                                    parameters:
                                      - { name: Queue, value: work }
                                      - { name: Key, value: "{{my.key}}" }
                                """);

        assertThat(template.allowed(SQS + "work")).contains("sqs:ReceiveMessage");
        assertThat(template.allowed("arn:aws:s3:::ef-files-1/*")).containsExactly("s3:PutObject");
        assertThat(
                        template.allowed(
                                "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab"))
                .containsExactly("kms:GenerateDataKey");
    }

    @Test
    void aTemplateThatNobodyUsesNeedsNothing() {
        Templates template =
                new Templates()
                        .template(
                                """
                                - routeTemplate:
                                    id: unused
                                    route: { from: { uri: 'aws2-sqs:{{queue:none}}', steps: [] } }
                                """)
                        .steps("- log: hello");

        assertThat(template.make().notCovered()).isEmpty();
    }

    @Test
    void aTemplateThatIsNotThereIsNamed() {
        Templates template =
                new Templates()
                        .routes("- templatedRoute: { routeId: my-copy, routeTemplateRef: nosuch }");

        assertThatThrownBy(template::make)
                .isInstanceOf(InvalidTemplateException.class)
                .hasMessage("mine/mine.camel.yaml: there is no route template 'nosuch'.");
    }

    @Test
    void aKeyNamedByAnAliasIsMadeAndOneOfAwsIsNot() {
        String steps =
                """
                - to:
                    uri: aws2-s3:{{bucket:files}}
                    parameters: { useAwsKMS: "true", awsKMSKeyId: "{{key}}" }
                """;
        Templates template =
                new Templates()
                        .resources("{ queues: { work: }, buckets: { files: } }")
                        .steps(steps)
                        .setting("key", "alias/mine");

        assertThat(template.read().resources("AWS::KMS::Alias"))
                .extracting(alias -> alias.properties().get("AliasName").asText())
                .containsExactly("alias/mine");
        assertThat(template.allowed("arn:aws:kms:us-east-1:000000000000:key/KeyMine"))
                .containsExactly("kms:GenerateDataKey");

        template.setting("key", "alias/aws/s3");
        assertThat(template.read().resources("AWS::KMS::Key")).isEmpty();
        assertThat(template.make().yaml()).doesNotContain("kms:GenerateDataKey");
    }

    @Test
    void aResourceThatIsMadeElsewhereIsAllowedByItsName() {
        Templates template =
                new Templates()
                        .steps(
                                """
                                - to: { uri: 'aws2-sqs://others' }
                                - to: { uri: 'aws2-sns:arn:aws:sns:eu-west-1:123456789012:theirs' }
                                """);

        assertThat(template.allowed("arn:aws:sqs:us-east-1:000000000000:others"))
                .containsExactly("sqs:GetQueueUrl", "sqs:SendMessage");
        assertThat(template.allowed("arn:aws:sns:eu-west-1:123456789012:theirs"))
                .containsExactly("sns:Publish");
    }

    @Test
    void requestsToOpenSearchNeedTheDomainWhenIamLetsThemIn() {
        Templates template =
                new Templates()
                        .steps(
                                "- to: { uri: 'http:{{opensearch:_bulk}}', parameters: { httpMethod: POST } }");

        assertThat(template.make().yaml()).doesNotContain("OpenSearchDomainArn");

        template.setting("eventfork.opensearch.auth", "iam");
        assertThat(template.make().yaml()).contains("es:ESHttpPost", "${OpenSearchDomainArn}/*");
        assertThat(template.read().root().at("/Parameters/OpenSearchDomainArn/Type").asText())
                .isEqualTo("String");
    }

    @Test
    void tasksOnEcsMayBeRunInTheirClusterWithTheirRoles() {
        Templates template =
                new Templates()
                        .resources(
                                "{ queues: { work: }, tables: { tasks-open: { partition-key: { Id: S } } } }")
                        .setting("tasks.runner", "ecs")
                        .setting("tasks.ecs.cluster", "mine")
                        .setting("tasks.ecs.task-definition", "worker")
                        .steps("- to: { uri: 'bean:queueTasks', parameters: { method: run } }");
        String arn = "arn:aws:ecs:us-east-1:000000000000:";

        assertThat(template.make().notCovered()).isEmpty();
        assertThat(template.allowed(arn + "task-definition/worker:*"))
                .containsExactly("ecs:RunTask");
        assertThat(template.read().policy("mine"))
                .anyMatch(s -> s.allows("ecs:StopTask", arn + "task/mine/1"))
                .noneMatch(s -> s.allows("ecs:StopTask", arn + "task/other/1"));
        assertThat(template.read().root().at("/Resources/PolicyMine/Metadata/Reason").asText())
                .startsWith("ecs:ListTasks on *: ");
        assertThat(template.read().root().at("/Parameters/TaskRoleArns/Type").asText())
                .isEqualTo("CommaDelimitedList");

        template.setting("tasks.runner", "process");
        assertThat(template.make().yaml()).doesNotContain("ecs:");
    }

    @Test
    void aStreamThatIsReadInBatchesNeedsItsRecordsAndTheLeases() {
        Templates template =
                new Templates()
                        .resources(
                                "{ streams: { s: }, tables: { control: { partition-key: { pk: S } } } }")
                        .routes(
                                "- route: { id: r, from: { uri: 'kinesis-batch:{{stream:s}}', steps: [] } }");

        assertThat(template.make().notCovered()).isEmpty();
        assertThat(template.allowed("arn:aws:kinesis:us-east-1:000000000000:stream/ef-s"))
                .containsExactly(
                        "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards");
        assertThat(template.allowed(TABLE + "control"))
                .containsExactly(
                        "dynamodb:DeleteItem",
                        "dynamodb:GetItem",
                        "dynamodb:PutItem",
                        "dynamodb:Query",
                        "dynamodb:UpdateItem");
    }

    @Test
    void aReplayMayReadTheBackupsAndWithoutAReplayNobodyMay() {
        Templates template =
                new Templates()
                        .resources(
                                "{ queues: { work: }, buckets: { files: }, tables: { control: { partition-key: { pk: S } } } }")
                        .setting("eventfork.bucket-suffix", "-1")
                        .template(
                                """
                                - routeTemplate:
                                    id: backup
                                    parameters:
                                      - name: Queue
                                      - name: Bucket
                                      - { name: StreamPrefix, defaultValue: "" }
                                      - { name: ErrorOutputPrefix, defaultValue: "" }
                                      - { name: KmsKeyId, defaultValue: 1234abcd-12ab-34cd-56ef-1234567890ab }
                                    route: { from: { uri: 'direct:backup', steps: [] } }
                                - routeTemplate:
                                    id: replay
                                    parameters: [ { name: Queue }, { name: DestinationQueueName } ]
                                    route: { from: { uri: 'direct:replay', steps: [] } }
                                """)
                        .routes(REPLAYED_BACKUP);

        assertThat(template.make().notCovered()).isEmpty();
        assertThat(template.allowed("arn:aws:s3:::ef-files-1")).containsExactly("s3:ListBucket");
        assertThat(template.allowed("arn:aws:s3:::ef-files-1/*")).containsExactly("s3:GetObject");
        assertThat(
                        template.allowed(
                                "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab"))
                .containsExactly("kms:Decrypt");

        template.routes(
                REPLAYED_BACKUP.substring(
                        0, REPLAYED_BACKUP.indexOf("- templatedRoute:\n    routeId: again")));
        assertThat(template.allowed("arn:aws:s3:::ef-files-1/*")).isEmpty();
    }

    private static final String REPLAYED_BACKUP =
            """
            - route:
                id: control
                from:
                  uri: timer:control
                  steps:
                    - to: { uri: 'bean:leasedReplays', parameters: { method: follow } }
            - templatedRoute:
                routeId: keep
                routeTemplateRef: backup
                parameters: [ { name: Queue, value: work }, { name: Bucket, value: files } ]
            - templatedRoute:
                routeId: again
                routeTemplateRef: replay
                parameters: [ { name: Queue, value: work }, { name: DestinationQueueName, value: work } ]
            """;

    @Test
    void whatNobodyCanTellIsSaidAndNotAllowed() {
        Templates template =
                new Templates()
                        .steps(
                                """
                                - toD: { uri: 'aws2-sqs:${header.queue}' }
                                - to: { uri: 'aws2-sqs:{{queue:nosuch}}' }
                                - to: { uri: 'aws2-lambda:f' }
                                - to: { uri: 'aws2-s3:b', parameters: { operation: deleteBucket } }
                                - to: { uri: 'aws2-s3:b', parameters: { awsKMSKeyId: 'arn:x', useAwsKMS: 'true' } }
                                - bean: { ref: mine, method: "do(${body}, '{{queue:work}}')" }
                                - bean: { ref: mine, method: compute }
                                - to: { uri: 'bean:others', parameters: { method: send } }
                                - setHeader: { name: x, expression: { constant: { expression: '{{queue:work}}' } } }
                                """);

        assertThat(template.make().notCovered())
                .containsExactlyInAnyOrder(
                        "my-route: the queue of aws2-sqs:${header.queue} is known only while the route runs",
                        "my-route: the queue 'nosuch' is not declared",
                        "my-route: what aws2-lambda:f needs is not known",
                        "my-route: what the operation deleteBucket of aws2-s3:b needs is not known",
                        "my-route: the KMS key arn:x: name it by alias/…, key id or key ARN",
                        "my-route: what mine.do(${body}, '{{queue:work}}') needs is not known",
                        "my-route: what others.send() needs is not known",
                        "my-route: what is done with {{queue:work}}");
        assertThat(template.make().yaml()).doesNotContain("header.queue", "nosuch", "lambda");
    }

    @Test
    void aFileThatIsNoRouteFileIsNamed() {
        assertThatThrownBy(() -> new Templates().routes("route: x").make())
                .isInstanceOf(InvalidTemplateException.class)
                .hasMessageStartingWith("mine/mine.camel.yaml is no route file");
        assertThatThrownBy(() -> new Templates().routes("- [").make())
                .isInstanceOf(InvalidTemplateException.class)
                .hasMessageStartingWith("mine/mine.camel.yaml is not YAML");
    }
}
