package io.eventfork.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.provisioning.ResourceKind;
import java.util.List;
import java.util.Map;

/**
 * What those beans need that call the cloud themselves, or that make a request which another
 * carries out. Whoever changes the calls of a bean changes this table too; a test holds it against
 * the calls of a running application.
 */
final class BeanActions {

    /** What one call of a bean needs. */
    private interface Need {
        void grant(BeanUse use, Needs needs);
    }

    private static final String GET = "dynamodb:GetItem";
    private static final String PUT = "dynamodb:PutItem";
    private static final String UPDATE = "dynamodb:UpdateItem";
    private static final String DELETE = "dynamodb:DeleteItem";
    private static final String QUERY = "dynamodb:Query";
    private static final String BATCH_GET = "dynamodb:BatchGetItem";
    private static final String SCAN = "dynamodb:Scan";
    private static final String CONTROL = "control";
    private static final String OPEN_TASKS = "tasks-open";

    private final Map<String, List<Need>> known;
    private final Needs needs;

    BeanActions(Needs needs, Reminders reminders, ContainerTasks tasks, ReplayedBackups backups) {
        this.needs = needs;
        known =
                Map.ofEntries(
                        // What these carry out is the request of another bean in their route.
                        Map.entry("dynamoTransactions.write", List.of()),
                        Map.entry("outboxTable.read", List.of()),
                        Map.entry("outboxTable.delete", List.of()),
                        Map.entry("shopBasketTable.update", List.of()),
                        // These look at queues that their pipelines read.
                        Map.entry("replayQueues.statusOf", List.of()),
                        Map.entry("replayQueues.statusesOf", List.of()),
                        Map.entry("cartIntake.add", List.of()),
                        Map.entry("cartIntake.remove", List.of()),
                        Map.entry(
                                "cartTable.record",
                                List.of(argument(2, UPDATE, BATCH_GET), argument(3, BATCH_GET))),
                        Map.entry(
                                "cartTable.confirm",
                                List.of(argument(2, BATCH_GET, DELETE), argument(3, BATCH_GET))),
                        Map.entry(
                                "cartTable.checkOut",
                                List.of(argument(2, QUERY), argument(3, UPDATE, GET))),
                        Map.entry(
                                "cartTable.due",
                                List.of(argument(2, BATCH_GET), argument(3, BATCH_GET))),
                        Map.entry("cartTable.reminded", List.of(argument(2, UPDATE))),
                        Map.entry("cartSchedules.agree", List.of(reminders::grant)),
                        Map.entry(
                                "io.eventfork.outbox.OutboxRelay#table",
                                List.of(argument(1, SCAN, "dynamodb:BatchWriteItem"))),
                        Map.entry("io.eventfork.outbox.OutboxRelay#bus", List.of()),
                        Map.entry(
                                "io.eventfork.claimcheck.ClaimCheck#bucket",
                                List.of(BeanActions::claims)),
                        // Its requests are sent by an endpoint of their route.
                        Map.entry("io.eventfork.claimcheck.LeftClaims#bucket", List.of()),
                        Map.entry(
                                "shopCheckout.order",
                                List.of(argument(2, DELETE), argument(3, PUT))),
                        Map.entry(
                                "shopProductWrites.transaction",
                                List.of(argument(2, UPDATE), argument(3, PUT))),
                        Map.entry("shopPrices.products", List.of(argument(2, BATCH_GET))),
                        Map.entry("shopPrices.updates", List.of(argument(2, UPDATE))),
                        Map.entry(
                                "fulfilmentIntake.accept",
                                List.of(argument(2, UPDATE), argument(3, PUT))),
                        Map.entry("queueRecords.record", List.of()),
                        Map.entry(
                                "queueTasks.run",
                                List.of(table(OPEN_TASKS, PUT, GET, DELETE), tasks::grant)),
                        Map.entry(
                                "streamTasks.run",
                                List.of(
                                        table(OPEN_TASKS, PUT, GET, DELETE),
                                        tasks::grant,
                                        ofProcesses(tasks, argument(2, PUT)))),
                        Map.entry("failedBatches.read", List.of(failedRecords(tasks))),
                        Map.entry("failedBatches.point", List.of()),
                        Map.entry(
                                "customerIntake.accept", List.of(argument(2, "kinesis:PutRecord"))),
                        Map.entry("streamPuts.put", List.of()),
                        Map.entry("taskTokens.tell", List.of(table(OPEN_TASKS, UPDATE))),
                        Map.entry("taskTokens.removeForgotten", List.of(argument(1, SCAN, DELETE))),
                        Map.entry("replayJobs.running", List.of(table(CONTROL, QUERY))),
                        Map.entry("replayJobs.list", List.of(table(CONTROL, QUERY))),
                        Map.entry("replayJobs.find", List.of(table(CONTROL, GET))),
                        Map.entry("replayJobs.start", List.of(table(CONTROL, PUT, GET))),
                        Map.entry("replayJobs.stop", List.of(table(CONTROL, GET, UPDATE, DELETE))),
                        Map.entry(
                                "leasedReplays.follow",
                                List.of(table(CONTROL, GET, UPDATE, DELETE), backups::grant)),
                        Map.entry("replayCounts.write", List.of(table(CONTROL, UPDATE))),
                        Map.entry("queueCopies.send", List.of(BeanActions::copies)));
    }

    /** Allows what a call needs; one that is not known gets a note if it may need something. */
    void grant(BeanUse use) {
        List<Need> wanted = known.get(use.name());
        if (wanted != null) {
            wanted.forEach(need -> need.grant(use, needs));
        } else if (use.mayNeedSomething()) {
            needs.grants()
                    .notCovered(
                            use.unit(),
                            "what %s(%s) needs is not known"
                                    .formatted(use.name(), String.join(", ", use.arguments())));
        }
    }

    /** Actions on the resource that is the argument at a position, counted from 1. */
    private static Need argument(int position, String... actions) {
        return (use, needs) ->
                use.reference(position)
                        .flatMap(reference -> needs.declared(use.unit(), reference))
                        .ifPresent(target -> needs.allow(use.unit(), target, actions));
    }

    /** What tasks need that run in processes, with the rights of the application. */
    private static Need ofProcesses(ContainerTasks tasks, Need need) {
        return (use, needs) -> {
            if (!tasks.areInContainers()) {
                need.grant(use, needs);
            }
        };
    }

    /** Actions on a table that the bean knows itself. */
    private static Need table(String name, String... actions) {
        return (use, needs) ->
                needs.declared(use.unit(), new Reference(ResourceKind.TABLE, name))
                        .ifPresent(target -> needs.allow(use.unit(), target, actions));
    }

    /** A replay sends to the queue that its pipeline names. */
    private static void copies(BeanUse use, Needs needs) {
        String destination = use.unit().parameters().get("DestinationQueueName");
        if (destination != null) {
            needs.declared(use.unit(), new Reference(ResourceKind.QUEUE, destination))
                    .ifPresent(
                            target ->
                                    needs.allow(
                                            use.unit(),
                                            target,
                                            "sqs:GetQueueUrl",
                                            "sqs:SendMessage"));
        }
    }

    /** One that is not there must be told from one that may not be read, which listing allows. */
    private static Need failedRecords(ContainerTasks tasks) {
        return (use, needs) ->
                use.reference(2)
                        .flatMap(reference -> needs.declared(use.unit(), reference))
                        .ifPresent(
                                bucket -> {
                                    needs.allow(use.unit(), bucket, "s3:ListBucket");
                                    needs.grants()
                                            .allow(
                                                    use.unit().app(),
                                                    bucket.below("/*"),
                                                    List.of("s3:GetObject"));
                                    needs.keys()
                                            .allow(
                                                    use.unit(),
                                                    tasks.claimsKey(),
                                                    needs.grants(),
                                                    "kms:Decrypt");
                                });
    }

    /** Whoever gets the pointer reads the object. */
    private static void claims(BeanUse use, Needs needs) {
        use.reference(1)
                .flatMap(reference -> needs.declared(use.unit(), reference))
                .ifPresent(
                        bucket -> {
                            JsonNode objects = bucket.below("/*");
                            needs.grants()
                                    .allow(use.unit().app(), objects, List.of("s3:GetObject"));
                            needs.keys()
                                    .allow(
                                            use.unit(),
                                            use.unit().parameters().get("KmsKeyId"),
                                            needs.grants(),
                                            "kms:Decrypt");
                        });
    }
}
