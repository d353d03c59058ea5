package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.ManualClock;
import io.eventfork.localcloud.SharedLocalCloud;
import io.eventfork.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tokens on a real table. */
class TaskTokensTest {

    private static final String TABLE = "task-tokens-test";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final TaskOutcome WELL = TaskOutcome.success("{\"n\":1}");
    private static final DynamoDbClient DYNAMO_DB = SharedLocalCloud.get().dynamoDb();

    private final ManualClock clock = new ManualClock("2026-01-02T03:04:05Z");
    private final TaskTokens tokens = new TaskTokens(DYNAMO_DB, () -> TABLE, clock);

    @BeforeAll
    static void create() {
        OpenTasksTable.create(DYNAMO_DB, TABLE);
    }

    @Test
    void anyReplicaTakesWhatIsToldToAnother() {
        TaskToken token = tokens.issue(LONG);

        new TaskTokens(DYNAMO_DB, () -> TABLE, clock).tell(call("1", token, WELL));

        assertThat(tokens.take(token)).contains(WELL);
        assertThat(rows(token)).isEmpty();
    }

    @Test
    void aTokenIsUsedOnce() {
        TaskToken token = tokens.issue(LONG);
        tokens.tell(call("1", token, WELL));

        assertRefused(call("2", token, TaskOutcome.failure("Late", "")));

        assertThat(tokens.take(token)).contains(WELL);
    }

    /** The SDK sends a write again when its answer was lost. */
    @Test
    void theSameCallMayBeWrittenTwice() {
        TaskToken token = tokens.issue(LONG);
        tokens.tell(call("1", token, WELL));
        tokens.tell(call("1", token, WELL));

        assertThat(tokens.take(token)).contains(WELL);
    }

    @Test
    void oneOfManyCallsAtATimeIsTaken() throws Exception {
        TaskToken token = tokens.issue(LONG);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> calls =
                    List.of("1", "2", "3", "4").stream()
                            .<Callable<Boolean>>map(id -> () -> isTaken(call(id, token, WELL)))
                            .toList();
            int taken = 0;
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                taken += call.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aForgedTokenIsRefusedAndLeavesNothing() {
        TaskToken forged = TaskToken.random();

        assertRefused(call("1", forged, WELL));

        assertThat(rows(forged)).isEmpty();
    }

    @Test
    void aTokenEndsWithItsTimeOrWhenItIsTaken() {
        TaskToken late = tokens.issue(LONG);
        clock.advance(LONG);
        assertRefused(call("1", late, WELL));
        assertThat(tokens.take(late)).isEmpty();

        TaskToken taken = tokens.issue(LONG);
        assertThat(tokens.take(taken)).isEmpty();
        assertRefused(call("2", taken, WELL));
    }

    @Test
    void theTableHoldsTheHashAlone() {
        TaskToken token = tokens.issue(LONG);

        assertThat(rows(token).toString()).contains(token.hash()).doesNotContain(token.text());
        assertThat(token.text()).hasSize(43);
        assertThat(token).hasToString("a task token");
    }

    @Test
    void whatACrashHasLeftIsRemovedLongAfterItsTime() {
        TaskToken left = tokens.issue(LONG);
        clock.advance(LONG.plus(Duration.ofMinutes(61)));
        TaskToken open = tokens.issue(LONG);

        tokens.removeForgotten(TABLE);

        assertThat(rows(left)).isEmpty();
        assertThat(rows(open)).isNotEmpty();
    }

    private void assertRefused(TaskCall call) {
        assertThatThrownBy(() -> tokens.tell(call))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(404));
    }

    private boolean isTaken(TaskCall call) {
        try {
            tokens.tell(call);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static TaskCall call(String id, TaskToken token, TaskOutcome outcome) {
        return new TaskCall(id, token.hash(), outcome);
    }

    private static Map<String, AttributeValue> rows(TaskToken token) {
        return DYNAMO_DB
                .getItem(get -> get.tableName(TABLE).key(OpenTaskItems.key(token.hash())))
                .item();
    }
}
