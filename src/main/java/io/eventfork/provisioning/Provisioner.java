package io.eventfork.provisioning;

import io.eventfork.provisioning.PlannedResource.State;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Compares declared resources with the cloud and creates what is missing. It never alters and never
 * deletes: what differs is reported.
 *
 * <p>Thread-safe, and safe beside provisioners of other processes: every resource but a bucket, a
 * rule and a stream is created with all its properties in one request, creating what exists already
 * changes nothing, and a bucket that another provisioner is just setting up is given time to be
 * finished.
 */
public final class Provisioner {

    private final SqsClient sqs;
    private final SnsClient sns;
    private final DynamoDbClient dynamoDb;
    private final S3Client s3;
    private final Supplier<EventBridgeClient> events;
    private final Supplier<KinesisClient> kinesis;
    private final ResourceNames names;

    /**
     * @param events asked for only when a bus or rule is declared
     * @param kinesis asked for only when a stream is declared
     * @param names how resources are named; what is declared comes with each call
     */
    public Provisioner(
            SqsClient sqs,
            SnsClient sns,
            DynamoDbClient dynamoDb,
            S3Client s3,
            Supplier<EventBridgeClient> events,
            Supplier<KinesisClient> kinesis,
            ResourceNames names) {
        this.sqs = sqs;
        this.sns = sns;
        this.dynamoDb = dynamoDb;
        this.s3 = s3;
        this.events = events;
        this.kinesis = kinesis;
        this.names = names;
    }

    /**
     * Compares the declared resources with the cloud and changes nothing.
     *
     * @throws ProvisioningException if the cloud does not answer or refuses to, or if a declared
     *     bucket belongs to somebody else
     */
    public Plan plan(Resources declared) {
        Stages stages = stages(declared);
        try (Parallel parallel = new Parallel()) {
            CompletableFuture<List<PlannedResource>> compared =
                    parallel.each(stages.all(), ProvisionedResource::inspect);
            return new Plan(declared, Parallel.await(compared));
        }
    }

    /**
     * Looks at each declared resource for itself, and reads from those where that changes nothing.
     * What the cloud refuses for one says nothing of the others.
     */
    public List<Inspection> inspect(Resources declared) {
        try (Parallel parallel = new Parallel()) {
            return Parallel.await(parallel.each(stages(declared).all(), ProvisionedResource::look));
        }
    }

    /**
     * Creates what the plan says is missing and returns when all of it can be used.
     *
     * @return the plan as it is now: what was missing is {@link State#CREATED}, what differs still
     *     does
     * @throws ProvisioningException as {@link #plan}; what was created until then stays
     */
    public Plan create(Plan plan) {
        if (plan.isSatisfied()) {
            return plan;
        }
        Stages stages = stages(plan.declared());
        Map<Resource, PlannedResource> planned =
                plan.resources().stream()
                        .collect(Collectors.toMap(PlannedResource::resource, Function.identity()));
        Function<ProvisionedResource<?>, PlannedResource> create =
                resource -> resource.create(planned.get(resource.declared()));
        try (Parallel parallel = new Parallel()) {
            CompletableFuture<List<PlannedResource>> stores =
                    parallel.each(stages.stores(), create);
            CompletableFuture<List<PlannedResource>> roots = parallel.each(stages.roots(), create);
            CompletableFuture<List<PlannedResource>> queues =
                    roots.thenCompose(created -> parallel.each(stages.queues(), create));
            CompletableFuture<List<PlannedResource>> subscriptions =
                    queues.thenCompose(created -> parallel.each(stages.subscriptions(), create));
            Parallel.await(CompletableFuture.allOf(subscriptions, stores));
            return new Plan(
                    plan.declared(),
                    Stream.of(roots, queues, subscriptions, stores)
                            .flatMap(stage -> stage.join().stream())
                            .toList());
        }
    }

    /**
     * The resources by what they need: a queue its dead-letter queue, a subscription its topic and
     * its queue, a rule its bus and its queues.
     */
    private record Stages(
            List<ProvisionedResource<?>> roots,
            List<ProvisionedResource<?>> queues,
            List<ProvisionedResource<?>> subscriptions,
            List<ProvisionedResource<?>> stores) {

        List<ProvisionedResource<?>> all() {
            return Stream.of(roots, queues, subscriptions, stores).flatMap(List::stream).toList();
        }
    }

    private Stages stages(Resources declared) {
        ResourceNames all = names.with(declared);
        Cloud<Queue> queues = new CloudQueues(sqs, all);
        List<Queue> deadLetterQueues =
                declared.queues().stream()
                        .flatMap(queue -> queue.deadLetterQueue().stream())
                        .toList();
        return new Stages(
                join(
                        join(
                                in(new CloudTopics(sns, all), declared.topics()),
                                buses(declared, all)),
                        in(queues, deadLetterQueues)),
                in(queues, declared.queues()),
                join(
                        in(new CloudSubscriptions(sns, all), declared.subscriptions()),
                        rules(declared, all)),
                join(
                        streams(declared, all),
                        join(
                                in(new CloudTables(dynamoDb, all), declared.tables()),
                                in(new CloudBuckets(s3, all), declared.buckets()))));
    }

    private List<ProvisionedResource<?>> buses(Resources declared, ResourceNames all) {
        return declared.buses().isEmpty()
                ? List.of()
                : in(new CloudBuses(events.get(), all), declared.buses());
    }

    private List<ProvisionedResource<?>> rules(Resources declared, ResourceNames all) {
        return declared.rules().isEmpty()
                ? List.of()
                : in(new CloudRules(events.get(), all), declared.rules());
    }

    private List<ProvisionedResource<?>> streams(Resources declared, ResourceNames all) {
        return declared.streams().isEmpty()
                ? List.of()
                : in(new CloudStreams(kinesis.get(), all), declared.streams());
    }

    private static <R extends Resource> List<ProvisionedResource<?>> in(
            Cloud<R> cloud, List<R> resources) {
        return resources.stream()
                .<ProvisionedResource<?>>map(resource -> new ProvisionedResource<>(cloud, resource))
                .toList();
    }

    private static List<ProvisionedResource<?>> join(
            List<ProvisionedResource<?>> first, List<ProvisionedResource<?>> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
