package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.EmulatedService;
import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import io.eventfork.localcloud.query.QueryException;
import io.eventfork.localcloud.query.QueryParameters;
import io.eventfork.localcloud.query.QueryProtocol;
import io.eventfork.localcloud.queues.QueueDelivery;
import io.eventfork.localcloud.time.Timer;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Amazon SNS (API version 2010-03-31) of the local cloud: standard topics that deliver to SQS
 * queues.
 *
 * <p>Offers CreateTopic, DeleteTopic, ListTopics, GetTopicAttributes, SetTopicAttributes,
 * Subscribe, Unsubscribe, GetSubscriptionAttributes, SetSubscriptionAttributes, ListSubscriptions,
 * ListSubscriptionsByTopic, Publish, PublishBatch, TagResource, UntagResource and
 * ListTagsForResource, with filter policies, raw and envelope delivery, dead-letter queues and
 * retries. Anything else is answered {@code InvalidAction}, FIFO topics and protocols other than
 * {@code sqs} {@code InvalidParameter}. Everything is kept in memory.
 *
 * <p>Differences from AWS: changes of a subscription hold at once; the policy of a topic or queue
 * is kept, but not enforced; nothing is encrypted or signed; messages are retried for half an hour,
 * not for 23 days.
 *
 * <p>Publish answers after every matching queue has had one attempt. A success thus means: in the
 * queues, waiting for a retry, or given up by the rules of the subscription. The header {@code
 * X-Amzn-Trace-Id} of the request becomes the system attribute {@code AWSTraceHeader} of the
 * queue's message.
 *
 * <p>Thread-safe. {@link #close()} drops what waits for retry and waits for no request.
 */
public final class SnsService implements EmulatedService, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnsService.class);
    private static final int MAX_PARALLEL_DELIVERIES = 32;

    private final QueryProtocol protocol =
            new QueryProtocol("http://sns.amazonaws.com/doc/2010-03-31/");
    private final Map<String, SnsCall.Action> actions = new HashMap<>();
    private final Runnable stop;

    private SnsService(
            QueueDelivery delivery,
            Clock clock,
            Supplier<URI> endpoint,
            Executor executor,
            Timer timer,
            Runnable stop) {
        SnsState state = new SnsState();
        Fanout fanout = new Fanout(new Courier(delivery, timer), new Envelope(endpoint), executor);
        actions.putAll(new TopicActions(state).actions());
        actions.putAll(new SubscriptionActions(state).actions());
        actions.putAll(new TagActions(state).actions());
        actions.putAll(new PublishActions(state, new MessageReader(clock), fanout).actions());
        this.stop = stop;
    }

    /**
     * Starts the service.
     *
     * @param delivery how messages get into queues
     * @param clock the time that messages carry
     * @param endpoint the address of the gateway, for the links in envelopes; asked when a message
     *     is delivered
     */
    public static SnsService start(QueueDelivery delivery, Clock clock, Supplier<URI> endpoint) {
        ThreadPoolExecutor deliveries =
                new ThreadPoolExecutor(
                        0,
                        MAX_PARALLEL_DELIVERIES,
                        30,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        task -> daemon(task, "sns-delivery"),
                        // Even after close: a task that is dropped would leave its publisher
                        // waiting for ever.
                        (task, executor) -> task.run());
        ScheduledThreadPoolExecutor retries =
                new ScheduledThreadPoolExecutor(2, task -> daemon(task, "sns-retry"));
        return new SnsService(
                delivery,
                clock,
                endpoint,
                deliveries,
                (delay, task) -> {
                    Future<?> unused =
                            retries.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
                },
                () -> {
                    retries.shutdownNow();
                    deliveries.shutdownNow();
                });
    }

    /**
     * A service whose deliveries run on the caller's thread, and whose retries run when {@code
     * timer} says.
     */
    static SnsService driven(QueueDelivery delivery, Clock clock, Timer timer) {
        return new SnsService(
                delivery,
                clock,
                () -> URI.create("http://127.0.0.1:4566"),
                Runnable::run,
                timer,
                () -> {});
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public String signingName() {
        return "sns";
    }

    @Override
    public ServiceResponse handle(ServiceRequest request) {
        try {
            QueryParameters parameters = QueryParameters.of(request);
            String name =
                    parameters
                            .find("Action")
                            .orElseThrow(
                                    () ->
                                            new QueryException(
                                                    400,
                                                    "MissingAction",
                                                    "The request does not name an action."));
            SnsCall.Action action = actions.get(name);
            if (action == null) {
                throw new QueryException(
                        400,
                        "InvalidAction",
                        "The local cloud does not offer the SNS operation " + name + ".");
            }
            SnsCall call =
                    new SnsCall(
                            parameters,
                            QueryProtocol.region(request),
                            Optional.ofNullable(request.headers().get("x-amzn-trace-id")));
            return protocol.success(name, result -> action.run(call, result));
        } catch (QueryException e) {
            return protocol.failure(e);
        } catch (RuntimeException e) {
            LOG.error("An SNS request failed inside the local cloud.", e);
            return protocol.failure(
                    new QueryException(
                            500, "InternalError", "The local cloud failed; its log says why."));
        }
    }

    @Override
    public void close() {
        stop.run();
    }
}
