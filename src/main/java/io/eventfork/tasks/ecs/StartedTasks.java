package io.eventfork.tasks.ecs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Which tasks a replica is responsible for, in the table of open tasks, from before they start
 * until they have ended. A replica that dies stops renewing; its tasks are orphans then, and
 * whoever starts the next one ends them first. Errors of the SDK pass through. Thread-safe.
 */
final class StartedTasks {

    /** Longer than a pause of the cloud or of the machine that should cost no task. */
    static final Duration RESPONSIBILITY = Duration.ofSeconds(30);

    /**
     * What a table says of a task.
     *
     * @param keptUntil in milliseconds since 1970 by the clock of the replica that renews it,
     *     another at each renewal; 0 if nobody does any more
     */
    record Entry(String id, long keptUntil) {

        boolean isLeft() {
            return keptUntil == 0;
        }
    }

    private static final String ID = "Id";
    private static final String PREFIX = "ecs/";
    private static final String KEPT_UNTIL = "KeptUntil";

    private final DynamoDbClient client;
    private final Supplier<String> table;
    private final Clock clock;

    StartedTasks(DynamoDbClient client, Supplier<String> table, Clock clock) {
        this.client = client;
        this.table = table;
        this.clock = clock;
    }

    /** Takes, or keeps, responsibility for a while, but no longer than until that time. */
    void keep(String id, Instant atMost) {
        Instant until = clock.instant().plus(RESPONSIBILITY);
        put(id, until.isBefore(atMost) ? until : atMost);
    }

    /** Leaves a task that has perhaps not ended to whoever starts the next one. */
    void leave(String id) {
        put(id, Instant.EPOCH);
    }

    /** A task has ended. */
    void remove(String id) {
        client.deleteItem(delete -> delete.tableName(table.get()).key(key(id)));
    }

    /**
     * The tasks that nobody is responsible for, if the clocks of all replicas agree. Whoever finds
     * an entry with another time later knows that they do not.
     */
    List<Entry> lapsed() {
        return client
                .scanPaginator(
                        scan ->
                                scan.tableName(table.get())
                                        .consistentRead(true)
                                        .filterExpression("#until < :now")
                                        .expressionAttributeNames(Map.of("#until", KEPT_UNTIL))
                                        .expressionAttributeValues(
                                                Map.of(":now", millis(clock.instant()))))
                .items()
                .stream()
                .map(StartedTasks::entry)
                .toList();
    }

    private static Entry entry(Map<String, AttributeValue> item) {
        return new Entry(
                item.get(ID).s().substring(PREFIX.length()),
                Long.parseLong(item.get(KEPT_UNTIL).n()));
    }

    private void put(String id, Instant until) {
        client.putItem(
                put ->
                        put.tableName(table.get())
                                .item(
                                        Map.of(
                                                ID,
                                                AttributeValue.fromS(PREFIX + id),
                                                KEPT_UNTIL,
                                                millis(until))));
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(ID, AttributeValue.fromS(PREFIX + id));
    }

    /** A lease that is over has ended at {@link Instant#MIN}. */
    private static AttributeValue millis(Instant time) {
        long millis = time.isBefore(Instant.EPOCH) ? 0 : time.toEpochMilli();
        return AttributeValue.fromN(Long.toString(millis));
    }
}
