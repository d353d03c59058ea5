package io.eventfork.tasks.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.ManualClock;
import io.eventfork.delivery.Lease;
import io.eventfork.event.SinkAwayException;
import io.eventfork.localcloud.SharedLocalCloud;
import io.eventfork.tasks.OpenTasksTable;
import io.eventfork.tasks.Task;
import io.eventfork.tasks.TaskFailedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;

/** Containers, by a standard client against a fake of ECS at the wire, and on a real table. */
class EcsTaskRunnerTest {

    private static final String TABLE = "ecs-task-runner-test";
    private static final DynamoDbClient DYNAMO_DB = SharedLocalCloud.get().dynamoDb();
    private static final RetryStrategy AT_ONCE =
            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                    .backoffStrategy(BackoffStrategy.retryImmediately())
                    .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                    .build();
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final StartedTasks started = started(Clock.systemUTC());
    private final String id = UUID.randomUUID().toString();
    private FakeEcs ecs;
    private EcsClient client;
    private EcsTaskRunner runner;

    @BeforeAll
    static void create() {
        OpenTasksTable.create(DYNAMO_DB, TABLE);
    }

    @BeforeEach
    void start() throws Exception {
        ecs = new FakeEcs();
        client =
                EcsClient.builder()
                        .endpointOverride(ecs.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("test", "test")))
                        .overrideConfiguration(each -> each.retryStrategy(AT_ONCE))
                        .build();
        runner = runner(Clock.systemUTC(), () -> TABLE);
    }

    private EcsTaskRunner runner(Clock clock, Supplier<String> table) {
        return new EcsTaskRunner(
                () -> client,
                new EcsSettings(
                        "fake",
                        "worker:3",
                        "work",
                        List.of("subnet-1", "subnet-2"),
                        List.of("sg-1"),
                        false,
                        Duration.ofMillis(10)),
                DYNAMO_DB,
                table,
                Map.of("AWS_REGION", "us-east-1"),
                clock);
    }

    @AfterEach
    void stop() {
        client.close();
        ecs.close();
        orphansLater().forEach(started::remove);
    }

    @Test
    void aTaskRunsOnFargateWithItsEnvironmentAndTellsItsExitCode() throws Exception {
        ecs.doing(task -> task.exits(3));

        assertThat(run(LONG, "[1]")).isEqualTo(3);

        JsonNode request = ecs.tasks().get(0).request;
        assertThat(request.get("cluster").asText()).isEqualTo("fake");
        assertThat(request.get("taskDefinition").asText()).isEqualTo("worker:3");
        assertThat(request.get("launchType").asText()).isEqualTo("FARGATE");
        assertThat(request.get("clientToken").asText()).isEqualTo(id);
        assertThat(request.at("/networkConfiguration/awsvpcConfiguration").toString())
                .isEqualTo(
                        "{\"subnets\":[\"subnet-1\",\"subnet-2\"],\"securityGroups\":[\"sg-1\"],"
                                + "\"assignPublicIp\":\"DISABLED\"}");
        assertThat(request.at("/overrides/containerOverrides/0/name").asText()).isEqualTo("work");
        assertThat(request.at("/overrides/containerOverrides/0/environment"))
                .extracting(each -> each.get("name").asText() + "=" + each.get("value").asText())
                .containsExactlyInAnyOrder(
                        "INPUT_MESSAGE=[1]", "AWS_REGION=us-east-1", "TASK_ID=" + id);
        assertThat(orphansLater()).isEmpty();
    }

    @Test
    void theLargestInputFitsTheOverrides() throws Exception {
        ecs.doing(task -> task.exits(0));

        assertThat(run(LONG, "\"".repeat(EcsTaskRunner.LARGEST_INPUT))).isZero();
    }

    /** As of a subnet that does not exist: one message after the other would be given up. */
    @Test
    void aRequestThatEcsDoesNotTakeIsASettingToCorrectAndNoFaultOfTheMessages() throws Exception {
        ecs.refuseNextStart("InvalidParameterException", "The subnet ID 'x' does not exist");

        assertThatThrownBy(() -> run(LONG, "[1]"))
                .isInstanceOf(SinkAwayException.class)
                .hasMessageContaining("The subnet ID 'x' does not exist");

        assertThat(orphansLater()).isEmpty();
        ecs.doing(task -> task.exits(0));
        assertThat(run(LONG, "[1]", UUID.randomUUID().toString())).isZero();
    }

    @Test
    void aStartWithoutAnAnswerIsRepeatedAsTheSameTask() throws Exception {
        ecs.doing(task -> task.exits(0));
        ecs.loseNextAnswer();

        assertThat(run(LONG, "[1]")).isZero();

        assertThat(ecs.calls()).startsWith("RunTask", "RunTask");
        assertThat(ecs.tasks()).hasSize(1);
    }

    /** ECS may have started it before it failed. */
    @Test
    void whatAFailedStartHasPerhapsStartedHasEndedBeforeTheNextOneStarts() throws Exception {
        loseStart();
        ecs.holding(id);
        ecs.doing(
                next -> {
                    assertThat(ecs.tasks().get(0).status).isEqualTo("STOPPED");
                    next.exits(0);
                });

        assertThat(run(LONG, "[1]", UUID.randomUUID().toString())).isZero();

        assertThat(orphansLater()).isEmpty();
    }

    /** ECS is eventually consistent: it lists what it has started some seconds later. */
    @Test
    void noTaskStartsWhileEcsMayHaveStartedOneThatItDoesNotListYet() throws Exception {
        loseStart();

        assertThatThrownBy(() -> run(LONG, "[1]", UUID.randomUUID().toString()))
                .isInstanceOf(SinkAwayException.class)
                .hasMessageContaining(id);
        assertThat(ecs.tasks()).isEmpty();

        ecs.holding(id);
        ecs.doing(
                next -> {
                    assertThat(ecs.tasks().get(0).status).isEqualTo("STOPPED");
                    next.exits(0);
                });
        assertThat(run(LONG, "[1]", UUID.randomUUID().toString())).isZero();
    }

    @Test
    void whatEcsDoesNotListForAMinuteHasNotStarted() throws Exception {
        ManualClock clock = new ManualClock(Instant.now().toString());
        runner = runner(clock, () -> TABLE);
        ecs.doing(task -> task.exits(0));
        loseStart();
        clock.advance(LONG);
        assertThatThrownBy(() -> run(LONG, "[1]", UUID.randomUUID().toString()))
                .isInstanceOf(SinkAwayException.class);
        clock.advance(Duration.ofSeconds(59));
        assertThatThrownBy(() -> run(LONG, "[1]", UUID.randomUUID().toString()))
                .isInstanceOf(SinkAwayException.class);

        clock.advance(Duration.ofSeconds(1));

        assertThat(run(LONG, "[1]", UUID.randomUUID().toString())).isZero();
        assertThat(orphansLater()).isEmpty();
    }

    /** The first try of it may have started a task, and its answer was lost. */
    @Test
    void aStartThatEcsThrottlesInTheEndMayHaveStartedATask() {
        for (int tries = 0; tries < 10; tries++) {
            ecs.refuseNextStart("ThrottlingException", "Rate exceeded");
        }

        assertThatThrownBy(() -> run(LONG, "[1]")).isInstanceOf(EcsException.class);

        assertThat(orphansLater()).containsExactly(id);
    }

    private void loseStart() {
        ecs.fail("RunTask", Integer.MAX_VALUE);
        assertThatThrownBy(() -> run(LONG, "[1]")).isInstanceOf(EcsException.class);
        ecs.fail("RunTask", 0);
    }

    @Test
    void whereThereIsNoRoomTheQueueWaits() {
        ecs.failNextStart("RESOURCE:MEMORY");
        assertThatThrownBy(() -> run(LONG, "[1]"))
                .isInstanceOf(SinkAwayException.class)
                .hasMessageContaining("RESOURCE:MEMORY");

        ecs.failNextStart("Capacity is unavailable at this time. Please try again later");
        assertThatThrownBy(() -> run(LONG, "[1]")).isInstanceOf(SinkAwayException.class);
    }

    @Test
    void aPlaceThatLacksWhatTheTaskDefinitionWantsIsWaitedFor() {
        ecs.failNextStart("ATTRIBUTE");

        assertThatThrownBy(() -> run(LONG, "[1]"))
                .isInstanceOf(SinkAwayException.class)
                .hasMessage("ECS starts no task now: ATTRIBUTE");
    }

    @Test
    void aClusterThatIsNotThereIsWaitedFor() {
        ecs.refuseNextStart("ClusterNotFoundException", "Cluster not found.");

        assertThatThrownBy(() -> run(LONG, "[1]"))
                .isInstanceOf(SinkAwayException.class)
                .hasMessageContaining("ClusterNotFoundException Cluster not found.");
    }

    @Test
    void anImageThatCannotBePulledIsWaitedForAndNoFaultOfTheMessages() {
        ecs.doing(task -> task.stops("TaskFailedToStart", "CannotPullContainerError: denied"));

        assertThatThrownBy(() -> run(LONG, "[1]"))
                .isInstanceOf(SinkAwayException.class)
                .hasMessageContaining("TaskFailedToStart, CannotPullContainerError: denied");
    }

    @Test
    void aTaskThatIsStoppedByHandHasFailed() {
        ecs.doing(task -> task.stops("UserInitiated", "By hand"));

        assertThatThrownBy(() -> run(LONG, "[1]"))
                .isInstanceOf(TaskFailedException.class)
                .hasMessage("The task stopped without an exit code: UserInitiated, By hand");
    }

    @Test
    void aTaskGoesOnWhileEcsIsAway() throws Exception {
        ecs.doing(task -> task.exits(0));
        ecs.fail("DescribeTasks", 5);

        assertThat(run(LONG, "[1]")).isZero();
    }

    @Test
    void aTaskIsStoppedAtItsTimeLimitAndHasEndedBeforeTheNextOneStarts() throws Exception {
        assertThatThrownBy(() -> run(SHORT, "[1]"))
                .isInstanceOf(TaskFailedException.class)
                .hasMessageContaining("time limit of 100 ms");
        assertThat(ecs.tasks().get(0).status).isEqualTo("STOPPING");

        ecs.doing(
                next -> {
                    assertThat(ecs.tasks().get(0).status).isEqualTo("STOPPED");
                    next.exits(0);
                });
        assertThat(run(LONG, "[1]", UUID.randomUUID().toString())).isZero();
    }

    @Test
    void theTaskOfAReplicaThatWasKilledHasEndedBeforeTheNextOneStarts() throws Exception {
        runner = runner(new HurriedClock(Duration.ZERO), () -> TABLE);
        ecs.holding("orphan");
        Instant longAgo = Instant.now().minus(LONG);
        started(new ManualClock(longAgo.toString())).keep("orphan", Instant.MAX);
        ecs.doing(
                next -> {
                    assertThat(ecs.tasks().get(0).status).isEqualTo("STOPPED");
                    next.exits(0);
                });

        assertThat(run(LONG, "[1]")).isZero();

        assertThat(orphansLater()).isEmpty();
    }

    /** As of a cluster that is misspelled since: the messages are not to blame. */
    @Test
    void whereEcsRefusesToTellOfOrphansTheQueueWaits() throws Exception {
        started.leave("orphan");
        ecs.refuse("ListTasks", "ClusterNotFoundException", "Cluster not found.");

        assertThatThrownBy(() -> run(LONG, "[1]"))
                .isInstanceOf(SinkAwayException.class)
                .hasMessageContaining("Cluster not found.");

        assertThat(ecs.tasks()).isEmpty();
    }

    @Test
    void theTaskOfAReplicaThatRunsIsLeftAlone() throws Exception {
        ecs.holding("other");
        started.keep("other", Instant.MAX);
        ecs.doing(task -> task.exits(0));

        assertThat(run(LONG, "[1]")).isZero();

        assertThat(ecs.tasks().get(0).status).isEqualTo("PROVISIONING");
        assertThat(orphansLater()).containsExactly("other");
    }

    @Test
    void theTaskOfAReplicaThatRunsIsLeftAloneHoweverWrongItsClock() throws Exception {
        StartedTasks renewed = started(new HurriedClock(LONG.negated()));
        ecs.holding("other");
        runner =
                runner(
                        new HurriedClock(Duration.ZERO),
                        () -> {
                            renewed.keep("other", Instant.MAX);
                            return TABLE;
                        });
        ecs.doing(task -> task.exits(0));

        assertThat(run(LONG, "[1]")).isZero();

        assertThat(ecs.tasks().get(0).status).isEqualTo("PROVISIONING");
        assertThat(orphansLater()).containsExactly("other");
    }

    private int run(Duration limit, String input) throws InterruptedException {
        return run(limit, input, id);
    }

    private int run(Duration limit, String input, String taskId) throws InterruptedException {
        Lease unlimited = Lease.of(new DefaultExchange(new DefaultCamelContext()));
        Task task = new Task(taskId, Map.of("INPUT_MESSAGE", input), limit, unlimited);
        return runner.run(task, line -> {});
    }

    private static List<String> orphansLater() {
        return started(clockOfLater()).lapsed().stream().map(StartedTasks.Entry::id).toList();
    }

    private static Clock clockOfLater() {
        return new ManualClock(Instant.now().plus(LONG).toString());
    }

    private static StartedTasks started(Clock clock) {
        return new StartedTasks(DYNAMO_DB, () -> TABLE, clock);
    }
}
