package io.eventfork.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.ManualClock;
import io.eventfork.delivery.InMemoryQueues;
import io.eventfork.queue.Pace;
import io.eventfork.queue.QueueBatches;
import io.eventfork.queue.QueueUrls;
import io.eventfork.queue.Sleeper;
import io.eventfork.replay.ReplayJob.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Draining a queue to a limit, with replicas that are killed and answers that are lost. */
class QueueReplayTest {

    private static final String KEPT = "kept";
    private static final String ORDERS = "orders";
    private static final int LIMIT = 17;
    private static final int MESSAGES = 40;

    private final ManualClock clock = new ManualClock("2026-01-02T03:04:05Z");
    private final Sleeper sleeper = clock::advance;
    private InMemoryQueues queues;
    private JobItem table;

    @BeforeEach
    void fill() {
        queues = new InMemoryQueues(clock);
        queues.create(KEPT, Duration.ofHours(1));
        queues.create(ORDERS, Duration.ofHours(1));
        IntStream.range(0, MESSAGES).forEach(i -> queues.put(KEPT, "m" + i, Map.of()));
        table = new JobItem(job());
    }

    @ParameterizedTest
    @EnumSource(FailingCalls.Moment.class)
    void theLimitHoldsWhereverTheReplicaIsKilled(FailingCalls.Moment moment) {
        boolean isKilled = true;
        for (int call = 1; isKilled; call++) {
            fill();
            FailingCalls dies = FailingCalls.dyingAt(call, moment);
            try {
                replay(
                        dies.of(SqsClient.class, queues),
                        dies.of(DynamoDbClient.class, table.client()));
                isKilled = false;
            } catch (FailingCalls.Killed e) {
                clock.advance(Duration.ofMinutes(3));
                replay(queues, table.client());
            }

            List<String> copies = queues.bodies(ORDERS);
            assertThat(copies).as("killed at call %d", call).hasSizeLessThanOrEqualTo(LIMIT);
            assertThat(table.moved()).isLessThanOrEqualTo(copies.size());
            assertThat(copies.size() + queues.bodies(KEPT).size()).isGreaterThanOrEqualTo(MESSAGES);
            assertThat(union(copies, queues.bodies(KEPT))).hasSize(MESSAGES);
        }
        assertThat(queues.bodies(ORDERS))
                .as("nobody is killed")
                .hasSize(LIMIT)
                .doesNotHaveDuplicates();
        assertThat(table.moved()).isEqualTo(LIMIT);
        assertThat(table.errors()).isEmpty();
    }

    @Test
    void whatAKilledReplicaHadInHandCountsAndIsSpokenOf() {
        FailingCalls dies =
                FailingCalls.dyingAtFirst("sendMessageBatch", FailingCalls.Moment.AFTER);
        try {
            replay(dies.of(SqsClient.class, queues), table.client());
        } catch (FailingCalls.Killed e) {
            clock.advance(Duration.ofMinutes(3));
        }

        replay(queues, table.client());

        assertThat(queues.bodies(ORDERS)).hasSize(LIMIT);
        assertThat(table.moved()).isEqualTo(7);
        assertThat(table.errors()).singleElement().asString().startsWith("Up to 10 more copies");
    }

    @Test
    void whatGotNoAnswerIsSentAgainBeforeAnythingElse() {
        FailingCalls loses =
                FailingCalls.losing(12, "sendMessageBatch", SdkClientException.create("timeout"));

        replay(loses.of(SqsClient.class, queues), table.client());

        assertThat(new HashSet<>(queues.bodies(ORDERS))).hasSize(LIMIT);
        assertThat(table.moved()).isEqualTo(LIMIT);
        assertThat(queues.bodies(KEPT)).hasSize(MESSAGES - LIMIT);
        assertThat(queues.visible(KEPT)).isEqualTo(MESSAGES - LIMIT);
    }

    @Test
    void nothingIsSentThatTheTableHasNotTaken() {
        // The first call takes the job.
        FailingCalls away =
                FailingCalls.missing(2, "updateItem", SdkClientException.create("refused"));
        queues.refuse =
                operation -> {
                    if (operation.equals("sendBatch")) {
                        assertThat(table.reserved()).isGreaterThan(queues.bodies(ORDERS).size());
                    }
                    return null;
                };

        replay(queues, away.of(DynamoDbClient.class, table.client()));

        assertThat(queues.bodies(ORDERS)).hasSize(LIMIT).doesNotHaveDuplicates();
        assertThat(table.moved()).isEqualTo(LIMIT);
    }

    @Test
    void whatIsCopiedAndCouldNotBeDeletedIsDeletedWhenItComesAgainAndNotCopiedTwice() {
        List<String> refused = new ArrayList<>();
        queues.refuseEntry =
                (operation, body) -> {
                    if (operation.equals("delete") && body.equals("m3") && refused.size() < 5) {
                        refused.add(body);
                        return "InternalError";
                    }
                    return null;
                };
        // Time goes by, so that it comes again before the replay ends.
        queues.refuse =
                operation -> {
                    clock.advance(Duration.ofSeconds(60));
                    return null;
                };

        replay(queues, table.client());

        assertThat(refused).hasSize(5);
        assertThat(queues.bodies(ORDERS)).hasSize(LIMIT).doesNotHaveDuplicates().contains("m3");
        assertThat(queues.bodies(KEPT)).hasSize(MESSAGES - LIMIT).doesNotContain("m3");
        assertThat(table.errors()).isEmpty();
    }

    @Test
    void whatIsCopiedAndCannotBeDeletedIsSpokenOf() {
        queues.refuseEntry =
                (operation, body) ->
                        operation.equals("delete") && body.equals("m3") ? "InternalError" : null;

        replay(queues, table.client());

        assertThat(queues.bodies(KEPT)).contains("m3");
        assertThat(table.errors())
                .containsExactly(
                        "1 messages are copied, but could not be deleted from the queue kept.");
    }

    /** Takes the job and does it, as a replica that was just started. */
    private void replay(SqsClient sqs, DynamoDbClient dynamoDb) {
        ReplayJob job = job();
        JobLease lease =
                new JobLease(dynamoDb, () -> "control", "me", Duration.ofSeconds(30), clock);
        Checkpoint from = lease.take(job.id()).orElseThrow();
        HeldJob held = new HeldJob(job.id(), lease, this::nanos, () -> false);
        QueueReplay.Tools tools =
                new QueueReplay.Tools(
                        sqs,
                        new QueueBatches(sqs, sleeper),
                        new QueueUrls(sqs, name -> name),
                        new ReplayMark(null, name -> name, clock),
                        clock,
                        sleeper);
        new QueueReplay(job, held, from, message -> true, new Pace(0, this::nanos, sleeper), tools)
                .run();
    }

    private long nanos() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }

    private static ReplayJob job() {
        return new ReplayJob(
                "1",
                "orders-replay",
                KEPT,
                ORDERS,
                State.RUNNING,
                Instant.parse("2026-01-02T03:00:00Z"),
                null,
                null,
                0,
                new ReplayTerms(0, LIMIT, false),
                null,
                ReplayProgress.NONE);
    }

    private static Set<String> union(List<String> some, List<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
