package io.eventfork.replay;

import io.eventfork.queue.QueueUrls;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The beans that replay pipelines and {@code routes/admin/replays.camel.yaml} name. {@link #close}
 * leaves the replays that one replica does to others, and writes the counts that are left; what
 * they are written to must be open still.
 */
public final class ReplayBeans implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayBeans.class);

    /**
     * What replay needs to know of the application.
     *
     * @param queueNames the physical name of a declared queue by its bare name
     * @param isDeclaredQueue whether a bare name is that of a declared queue
     * @param controlTable resolves the physical name of the control table; its argument is the bare
     *     one
     * @param routesAreMissing whether some route files do not run that should
     * @param backups what it needs to know of backups
     */
    public record Surroundings(
            UnaryOperator<String> queueNames,
            Predicate<String> isDeclaredQueue,
            UnaryOperator<String> controlTable,
            BooleanSupplier routesAreMissing,
            Backups backups) {}

    /**
     * What replay needs to know of backups.
     *
     * @param topics the bare names of the topics that feed a queue, by its bare name
     * @param bucketNames the physical name of a declared bucket by its bare name
     * @param flush writes the open batches of a pipeline of this replica; does nothing if it has
     *     none
     * @param flushWait how long after the start of a replay every replica has done so
     * @param lease how long a replica that has a job may say nothing
     * @param lookback how much older than a window the oldest event of an object may be
     */
    public record Backups(
            Function<String, Set<String>> topics,
            UnaryOperator<String> bucketNames,
            Consumer<String> flush,
            Duration flushWait,
            Duration lease,
            Duration lookback) {}

    /** The clients that replay uses; S3 is asked for when a backup is read. */
    public record Clients(SqsClient sqs, DynamoDbClient dynamoDb, S3Client s3) {}

    private final ReplayCounts counts;
    private final LeasedReplays leased;

    private ReplayBeans(ReplayCounts counts, LeasedReplays leased) {
        this.counts = counts;
        this.leased = leased;
    }

    /** Binds the beans to the registry of a context. */
    public static ReplayBeans bind(
            CamelContext context,
            Clients clients,
            Surroundings around,
            RouteChanges changes,
            Clock clock) {
        ReplayPipelines pipelines = new ReplayPipelines(context);
        Supplier<String> table = () -> around.controlTable().apply("control");
        ReplayJobs jobs = new ReplayJobs(clients.dynamoDb(), table, clock);
        ReplayControl control = new ReplayControl(context, pipelines, changes);
        ReplayCounts counts = new ReplayCounts(jobs);
        QueueUrls urls = new QueueUrls(clients.sqs(), around.queueNames());
        ReplayMark mark = new ReplayMark(control, around.queueNames(), clock);
        ReplayWork work = new ReplayWork(context, clients, around, urls, mark, clock);
        LeasedReplays leased =
                new LeasedReplays(
                        jobs,
                        new JobLease(
                                clients.dynamoDb(),
                                table,
                                UUID.randomUUID().toString(),
                                around.backups().lease(),
                                clock),
                        work,
                        new LeasedReplays.Surroundings(
                                around.backups().flush(), around.backups().flushWait()));
        Registry registry = context.getRegistry();
        registry.bind("replayJobs", jobs);
        registry.bind("replayControl", control);
        registry.bind("replayCounts", counts);
        registry.bind(
                "replayRequests",
                new ReplayRequests(
                        pipelines,
                        around.isDeclaredQueue(),
                        around.routesAreMissing(),
                        new BackupRequest(
                                new BackupPipelines(context, around.backups().topics()),
                                around.backups().lookback()),
                        clock));
        registry.bind("leasedReplays", leased);
        registry.bind("replayAnswers", new ReplayAnswers());
        registry.bind("replayQueues", new ReplayQueues(clients.sqs(), urls));
        registry.bind("replayMark", mark);
        registry.bind("copyBatching", new CopyBatching());
        registry.bind("queueCopies", new QueueCopies(clients.sqs(), urls, counts));
        return new ReplayBeans(counts, leased);
    }

    @Override
    public void close() {
        leased.close();
        try {
            counts.write();
        } catch (SdkException e) {
            LOG.warn("The last counts of moved messages are not written: {}.", e.getMessage());
        }
    }
}
