package io.eventfork.replay;

import io.eventfork.queue.QueueUrls;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The beans that replay pipelines and {@code routes/admin/replays.camel.yaml} name. {@link #close}
 * writes the counts that are left; what they are written to must be open still.
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
     */
    public record Surroundings(
            UnaryOperator<String> queueNames,
            Predicate<String> isDeclaredQueue,
            UnaryOperator<String> controlTable,
            BooleanSupplier routesAreMissing) {}

    private final ReplayCounts counts;

    private ReplayBeans(ReplayCounts counts) {
        this.counts = counts;
    }

    /** Binds the beans to the registry of a context. */
    public static ReplayBeans bind(
            CamelContext context,
            SqsClient sqs,
            DynamoDbClient dynamoDb,
            Surroundings around,
            RouteChanges changes,
            Clock clock) {
        ReplayPipelines pipelines = new ReplayPipelines(context);
        ReplayJobs jobs =
                new ReplayJobs(dynamoDb, () -> around.controlTable().apply("control"), clock);
        ReplayControl control = new ReplayControl(context, pipelines, changes);
        ReplayCounts counts = new ReplayCounts(jobs);
        QueueUrls urls = new QueueUrls(sqs, around.queueNames());
        Registry registry = context.getRegistry();
        registry.bind("replayJobs", jobs);
        registry.bind("replayControl", control);
        registry.bind("replayCounts", counts);
        registry.bind(
                "replayRequests",
                new ReplayRequests(
                        pipelines, around.isDeclaredQueue(), around.routesAreMissing(), clock));
        registry.bind("replayAnswers", new ReplayAnswers());
        registry.bind("replayQueues", new ReplayQueues(sqs, urls));
        registry.bind("replayMark", new ReplayMark(control, around.queueNames(), clock));
        registry.bind("copyBatching", new CopyBatching());
        registry.bind("queueCopies", new QueueCopies(sqs, urls, counts));
        return new ReplayBeans(counts);
    }

    @Override
    public void close() {
        try {
            counts.write();
        } catch (SdkException e) {
            LOG.warn("The last counts of moved messages are not written: {}.", e.getMessage());
        }
    }
}
