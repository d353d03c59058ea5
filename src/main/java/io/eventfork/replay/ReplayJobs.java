package io.eventfork.replay;

import io.eventfork.problem.ProblemException;
import io.eventfork.replay.ReplayJob.State;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The replay jobs in the {@code control} table. On the SDK client, because {@code aws2-ddb} knows
 * neither condition expressions nor transactions, without which two starts at a time would both
 * win; routes reach it as a bean endpoint. Errors of the SDK pass through. Thread-safe.
 */
public final class ReplayJobs {

    /** The most jobs that a list shows. */
    static final int LISTED = 50;

    private static final Logger LOG = LoggerFactory.getLogger(ReplayJobs.class);
    private static final int TRIES = 3;
    private static final String NOT_THERE = "attribute_not_exists(pk)";

    private final DynamoDbClient client;
    private final Supplier<String> table;
    private final Clock clock;

    /**
     * What came of a start.
     *
     * @param job the job that runs now
     * @param isNew false if it ran already
     */
    public record Started(ReplayJob job, boolean isNew) {}

    /**
     * @param table the physical name of the control table
     */
    ReplayJobs(DynamoDbClient client, Supplier<String> table, Clock clock) {
        this.client = client;
        this.table = table;
        this.clock = clock;
    }

    /**
     * Starts a job, unless its slot has one that does the same: then that one is returned, so that
     * a repeated request changes nothing.
     *
     * @throws ProblemException 409 if the pipeline's running job does something else
     */
    public Started start(ReplayJob proposed) {
        TransactionCanceledException refusal = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                write(put(JobItems.running(proposed)), put(JobItems.job(proposed)));
                return new Started(proposed, true);
            } catch (TransactionCanceledException e) {
                refusal = e;
            }
            Optional<ReplayJob> running = get(JobItems.RUNNING, proposed.slot());
            if (running.isPresent()) {
                return alreadyRunning(running.get(), proposed);
            }
        }
        throw refusal;
    }

    private static Started alreadyRunning(ReplayJob running, ReplayJob proposed) {
        if (!running.doesTheSameAs(proposed)) {
            throw new ProblemException(
                    409,
                    "The pipeline %s is replaying to %s already, by job %s, which is another. Stop that one first."
                            .formatted(running.pipeline(), running.destination(), running.id()));
        }
        return new Started(running, running.id().equals(proposed.id()));
    }

    /**
     * Stops a job; one that has stopped stays as it is.
     *
     * @throws ProblemException 404 if there is none of that id
     */
    public ReplayJob stop(String id) {
        TransactionCanceledException refusal = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            ReplayJob job = find(id);
            if (!job.isRunning()) {
                return job;
            }
            try {
                write(ended(id, State.STOPPED), removeRunning(job));
            } catch (TransactionCanceledException e) {
                refusal = e;
            }
        }
        ReplayJob job = find(id);
        if (job.isRunning()) {
            throw refusal;
        }
        return job;
    }

    /** Ends a job that has done everything; one that has ended otherwise stays as it is. */
    void finish(ReplayJob job) {
        try {
            write(ended(job.id(), State.FINISHED), removeRunning(job));
        } catch (TransactionCanceledException e) {
            if (find(job.id()).isRunning()) {
                throw e;
            }
        }
    }

    /**
     * The job of that id.
     *
     * @throws ProblemException 404 if there is none
     */
    public ReplayJob find(String id) {
        return get(JobItems.JOBS, id)
                .orElseThrow(() -> new ProblemException(404, "There is no such replay."));
    }

    /** The jobs that were started last, the newest first. */
    public List<ReplayJob> list() {
        return client
                .query(all(JobItems.JOBS).scanIndexForward(false).limit(LISTED).build())
                .items()
                .stream()
                .map(JobItems::read)
                .toList();
    }

    /** The jobs that run, at most one a pipeline. */
    public List<ReplayJob> running() {
        return client.queryPaginator(all(JobItems.RUNNING).build()).items().stream()
                .map(JobItems::read)
                .toList();
    }

    /** Adds to a job's count of copies; a job that was deleted from the table has none. */
    void addMoved(String id, long copies) {
        try {
            addTo(id, copies);
        } catch (ConditionalCheckFailedException e) {
            LOG.warn("There is no replay {} any more: {} copies of it go uncounted.", id, copies);
        }
    }

    private void addTo(String id, long copies) {
        client.updateItem(
                update ->
                        update.tableName(table.get())
                                .key(JobItems.key(JobItems.JOBS, id))
                                .updateExpression("ADD #moved :copies")
                                .conditionExpression("attribute_exists(pk)")
                                .expressionAttributeNames(Map.of("#moved", JobItems.MOVED))
                                .expressionAttributeValues(
                                        Map.of(
                                                ":copies",
                                                AttributeValue.fromN(Long.toString(copies)))));
    }

    private void write(TransactWriteItem... items) {
        client.transactWriteItems(write -> write.transactItems(items));
    }

    private TransactWriteItem put(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(
                        Put.builder()
                                .tableName(table.get())
                                .item(item)
                                .conditionExpression(NOT_THERE)
                                .build())
                .build();
    }

    private TransactWriteItem ended(String id, State state) {
        return TransactWriteItem.builder()
                .update(
                        Update.builder()
                                .tableName(table.get())
                                .key(JobItems.key(JobItems.JOBS, id))
                                .updateExpression("SET #state = :stopped, #stoppedAt = :now")
                                .conditionExpression("#state = :running")
                                .expressionAttributeNames(
                                        Map.of(
                                                "#state", JobItems.STATE,
                                                "#stoppedAt", JobItems.STOPPED_AT))
                                .expressionAttributeValues(
                                        Map.of(
                                                ":stopped",
                                                AttributeValue.fromS(state.name()),
                                                ":running",
                                                AttributeValue.fromS(State.RUNNING.name()),
                                                ":now",
                                                AttributeValue.fromS(
                                                        clock.instant()
                                                                .truncatedTo(ChronoUnit.MILLIS)
                                                                .toString())))
                                .build())
                .build();
    }

    private TransactWriteItem removeRunning(ReplayJob job) {
        return TransactWriteItem.builder()
                .delete(
                        Delete.builder()
                                .tableName(table.get())
                                .key(JobItems.key(JobItems.RUNNING, job.slot()))
                                .conditionExpression(NOT_THERE + " OR #id = :id")
                                .expressionAttributeNames(Map.of("#id", JobItems.ID))
                                .expressionAttributeValues(
                                        Map.of(":id", AttributeValue.fromS(job.id())))
                                .build())
                .build();
    }

    private Optional<ReplayJob> get(String partition, String sort) {
        GetItemRequest request =
                GetItemRequest.builder()
                        .tableName(table.get())
                        .key(JobItems.key(partition, sort))
                        .consistentRead(true)
                        .build();
        var answer = client.getItem(request);
        return answer.hasItem() && !answer.item().isEmpty()
                ? Optional.of(JobItems.read(answer.item()))
                : Optional.empty();
    }

    private QueryRequest.Builder all(String partition) {
        return QueryRequest.builder()
                .tableName(table.get())
                .consistentRead(true)
                .keyConditionExpression("#pk = :partition")
                .expressionAttributeNames(Map.of("#pk", JobItems.PARTITION))
                .expressionAttributeValues(Map.of(":partition", AttributeValue.fromS(partition)));
    }
}
