package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventfork.ManualClock;
import io.eventfork.RecordingDynamoDb;
import io.eventfork.RecordingTaskRunner;
import io.eventfork.delivery.Backoff;
import io.eventfork.delivery.Lease;
import io.eventfork.event.SinkAwayException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** What counts as the end of a task. */
class TaskLauncherTest {

    private final RecordingDynamoDb dynamoDb = new RecordingDynamoDb();
    private final RecordingTaskRunner runner = new RecordingTaskRunner();
    private final TaskLauncher launcher =
            new TaskLauncher(
                    runner,
                    new TaskTokens(dynamoDb, () -> "open", new ManualClock("2026-01-02T03:04:05Z")),
                    () -> Optional.of(URI.create("http://here:81")),
                    UnaryOperator.identity(),
                    new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));

    @Test
    void aTaskGetsItsTokenAndWhereToCall() throws Exception {
        run();

        Map<String, String> environment = runner.tasks().get(0).environment();
        TaskToken token = new TaskToken(environment.get("TASK_TOKEN"));
        assertThat(dynamoDb.puts())
                .extracting(PutItemRequest::item)
                .first()
                .satisfies(
                        item ->
                                assertThat(item)
                                        .containsEntry("Id", AttributeValue.fromS(token.hash())));
        assertThat(environment)
                .containsEntry("BUCKET_KEY", "k")
                .containsEntry("TASK_CALLBACK_URL", "http://here:81/tasks/" + token.text());
    }

    @Test
    void aLineWithTheTokenIsNotLogged() throws Exception {
        assertWithheld(task -> "calling " + task.environment().get("TASK_CALLBACK_URL"));
    }

    /** As by a task that shows its input. */
    @Test
    void aLineWithABodyInJsonIsNotLogged() throws Exception {
        assertWithheld(task -> "[{\"body\":\"{\\\"First\\\":\\\"Bob\\\",\\\"Age\\\":7}\"}]");
    }

    private void assertWithheld(Function<Task, String> line) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(TaskOutput.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        runner.doing(
                (task, output) -> {
                    output.accept(line.apply(task));
                    return 0;
                });
        try {
            run();
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Task t-1: (a line is withheld: it quotes a message or the token).");
    }

    @Test
    void withoutACallTheExitCodeCountsAndTheLastLineIsWhatItSaid() throws Exception {
        runner.doing(
                (task, output) -> {
                    output.accept("{\"batchItemFailures\":[]}");
                    return 0;
                });
        assertThat(run()).isEqualTo("{\"batchItemFailures\":[]}");

        runner.doing((task, output) -> 4);
        assertThatThrownBy(this::run)
                .isInstanceOf(TaskFailedException.class)
                .hasMessage("The task ended with exit code 4");
    }

    @Test
    void whatWasToldCountsWhateverComesAfter() throws Exception {
        told(TaskOutcome.success("{\"n\":1}"));
        runner.doing(
                (task, output) -> {
                    throw new TaskFailedException("time limit");
                });
        assertThat(run()).isEqualTo("{\"n\":1}");

        told(TaskOutcome.failure("ProcessingException", "why"));
        runner.doing((task, output) -> 0);
        assertThatThrownBy(this::run)
                .isInstanceOf(TaskFailedException.class)
                .hasMessage("The task told its failure, ProcessingException");
    }

    @Test
    void whatWasToldCountsAlsoIfTheTaskOrItsPlaceIsAwayAfterwards() throws Exception {
        told(TaskOutcome.success("1"));

        runner.doing((task, output) -> TaskReport.TRY_LATER);
        assertThat(run()).isEqualTo("1");

        runner.doing(
                (task, output) -> {
                    throw new SinkAwayException("SpotInterruption");
                });
        assertThat(run()).isEqualTo("1");
    }

    /** An exception's text goes to dead letters, so nothing of an input may come by that way. */
    @Test
    void anErrorThatIsNoNameIsNotRepeated() {
        told(TaskOutcome.failure("Customer 12 said no", ""));

        assertThatThrownBy(this::run).hasMessage("The task told its failure");
    }

    @Test
    void aCallBetweenTheEndAndTheLastLookCounts() throws Exception {
        List<GetItemResponse> answers =
                List.of(GetItemResponse.builder().build(), item(TaskOutcome.success("\"late\"")));
        dynamoDb.answering(
                GetItemRequest.class,
                get -> answers.get(dynamoDb.requests(GetItemRequest.class).size() - 1));
        dynamoDb.answering(
                DeleteItemRequest.class,
                delete -> {
                    if (delete.conditionExpression() != null) {
                        throw ConditionalCheckFailedException.builder().build();
                    }
                    return DeleteItemResponse.builder().build();
                });

        assertThat(run()).isEqualTo("\"late\"");
    }

    @Test
    void aTaskThatEndedWellDoesNotRunAgainBecauseTheTableIsAwayForAMoment() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        dynamoDb.answering(
                GetItemRequest.class,
                get -> {
                    if (looks.incrementAndGet() < 5) {
                        throw SdkClientException.create("Connection refused");
                    }
                    return item(TaskOutcome.success("1"));
                });

        assertThat(run()).isEqualTo("1");

        assertThat(runner.tasks()).hasSize(1);
    }

    /** Else a task that told its failure and ended with 0 would have ended well. */
    @Test
    void whatWasToldCountsAlsoIfItsItemCannotBeRemoved() {
        told(TaskOutcome.failure("ProcessingException", "why"));
        dynamoDb.failing(DeleteItemRequest.class, SdkClientException.create("Read timed out"));

        assertThatThrownBy(this::run)
                .isInstanceOf(TaskFailedException.class)
                .hasMessage("The task told its failure, ProcessingException");

        assertThat(dynamoDb.requests(GetItemRequest.class)).hasSize(1);
    }

    @Test
    void aTableThatStaysAwayLetsTheBatchWait() {
        dynamoDb.failing(GetItemRequest.class, SdkClientException.create("Connection refused"));

        assertThatThrownBy(this::run).isInstanceOf(SdkClientException.class);
    }

    @Test
    void theTokenOfATaskThatDidNotStartIsTakenBack() {
        runner.doing(
                (task, output) -> {
                    throw new IOException("no memory");
                });

        assertThatThrownBy(this::run).isInstanceOf(IOException.class);

        assertThat(dynamoDb.requests(DeleteItemRequest.class)).hasSize(1);
    }

    private String run() throws IOException, InterruptedException {
        Lease unlimited = Lease.of(new DefaultExchange(new DefaultCamelContext()));
        return launcher.run(
                new Task("t-1", Map.of("BUCKET_KEY", "k"), Duration.ofMinutes(5), unlimited),
                List.of("{\"First\":\"Bob\",\"Age\":7}"));
    }

    private void told(TaskOutcome outcome) {
        dynamoDb.answering(item(outcome));
    }

    private static GetItemResponse item(TaskOutcome outcome) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("Call", AttributeValue.fromS("1"));
        item.put("Succeeded", AttributeValue.fromBool(outcome.succeeded()));
        item.put("Output", AttributeValue.fromS(outcome.output()));
        item.put("Error", AttributeValue.fromS(outcome.error()));
        item.put("Cause", AttributeValue.fromS(outcome.cause()));
        return GetItemResponse.builder().item(item).build();
    }
}
