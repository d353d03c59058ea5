package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.eventfork.RecordingS3;
import io.eventfork.RouteTestSupport;
import io.eventfork.delivery.LeaseOverException;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import io.eventfork.event.StrictJson;
import io.eventfork.stream.StreamRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.apache.camel.component.stub.StubEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The stream processor and what tries again later, with tasks that only record. */
class StreamProcessorRouteTest {

    private static final String CARD = "4111111111111111";
    private static final String SHARD = "shardId-000000000001";
    private static final String FAILED = "customers-failed";
    private static final String KEEP = "tasks/failed.camel.yaml#stream-processor-keep";

    private RouteTestSupport routes;

    @AfterEach
    void stop() {
        routes.close();
    }

    @Test
    void aBatchIsOneTaskWithAPointerToTheRecordsOfAPipe() throws Exception {
        start(KEEP);

        Exchange done =
                routes.deliver(
                        "customers",
                        List.of(
                                record("1", "{\"Data\":{\"FirstName\":\"A\"},\"card\":\"%s\"}"),
                                record("2", "no JSON")));

        assertThat(done.getException()).isNull();
        Map<String, String> environment = routes.tasks.tasks().get(0).environment();
        assertThat(environment)
                .containsEntry("BUCKET_NAME", "test-tasks-claims")
                .containsEntry("TABLE_NAME", "test-customers")
                .containsKey("TASK_TOKEN")
                .doesNotContainKey("INPUT_MESSAGE");
        var put = routes.s3.puts().get(0);
        assertThat(put.request().key()).isEqualTo(environment.get("BUCKET_KEY"));
        assertThat(put.request().serverSideEncryptionAsString()).isEqualTo("aws:kms");
        assertThat(put.body().asUtf8String())
                .isEqualTo(
                        "[{\"partitionKey\":\"p1\",\"sequenceNumber\":\"1\","
                                + "\"data\":{\"Data\":{\"FirstName\":\"A\"}},\"eventID\":\""
                                + SHARD
                                + ":1\"},{\"partitionKey\":\"p2\",\"sequenceNumber\":\"2\","
                                + "\"data\":\"no JSON\",\"eventID\":\""
                                + SHARD
                                + ":2\"}]");
        assertThat(routes.tasks.tasks().get(0).timeLimit()).hasSeconds(300);
        assertThat(deleted()).containsExactly(put.request().key());
        assertThat(pointers()).isEmpty();
    }

    @Test
    void whatIsNoTextGoesInBase64() throws Exception {
        start(KEEP);

        routes.deliver(
                "customers",
                List.of(
                        new StreamRecord(
                                SHARD,
                                "1",
                                "p1",
                                SdkBytes.fromByteArray(new byte[] {(byte) 0xff, 0}),
                                Instant.EPOCH)));

        assertThat(stored(0).get(0).path("data").asText()).isEqualTo("/wA=");
    }

    @Test
    void onlyTheRecordsThatTheTaskReportsAreKept() throws Exception {
        start(KEEP);
        report("2");

        Exchange done = routes.deliver("customers", batch(3));

        assertThat(done.getException()).isNull();
        assertThat(routes.s3.puts()).hasSize(2);
        var kept = routes.s3.puts().get(1);
        assertThat(kept.request().bucket()).isEqualTo("test-tasks-failed");
        assertThat(kept.request().serverSideEncryptionAsString()).isEqualTo("aws:kms");
        assertThat(numbers(stored(1))).containsExactly("2");
        assertThat(pointers()).hasSize(1);
        Exchange pointer = pointers().get(0);
        assertThat(pointer.getMessage().getHeader(Sqs2Constants.DELAY_HEADER)).isEqualTo(60);
        assertThat(pointer.getMessage().getBody(String.class))
                .isEqualTo(
                        "{\"UniqueIdentifier\":\""
                                + kept.request().key()
                                + "\",\"Bucket\":\"test-tasks-failed\",\"Attempts\":1,"
                                + "\"Records\":1,\"Reason\":\"The task reported that they failed\"}");
        // The input of the task is gone, what was kept is not.
        assertThat(deleted()).containsExactly(routes.s3.puts().get(0).request().key());
    }

    /** As when the queue is away, so that the batch comes again and again. */
    @Test
    void aBatchThatIsKeptAgainIsKeptInTheSameObject() throws Exception {
        start(KEEP);
        routes.tasks.doing((task, output) -> 3);

        routes.deliver("customers", batch(3));
        routes.deliver("customers", batch(3));
        routes.deliver("customers", batch(2));

        List<String> kept =
                routes.s3.puts().stream()
                        .map(RecordingS3.Put::request)
                        .filter(put -> put.bucket().equals("test-tasks-failed"))
                        .map(PutObjectRequest::key)
                        .toList();
        assertThat(kept).hasSize(3);
        assertThat(kept.get(1)).isEqualTo(kept.get(0));
        assertThat(kept.get(2)).isNotEqualTo(kept.get(0));
    }

    @Test
    void ofATaskThatFailsAllRecordsAreKept() throws Exception {
        start(KEEP);
        routes.tasks.doing((task, output) -> 3);

        routes.deliver("customers", batch(3));

        assertThat(numbers(stored(1))).containsExactly("1", "2", "3");
        String pointer = pointers().get(0).getMessage().getBody(String.class);
        assertThat(StrictJson.parse(pointer).path("Reason").asText())
                .isEqualTo("The task ended with exit code 3");
    }

    @Test
    void ofATaskThatIsLateAllRecordsAreKept() throws Exception {
        start(KEEP);
        routes.tasks.doing(
                (task, output) -> {
                    throw new TaskFailedException("The task was ended at its time limit");
                });

        routes.deliver("customers", batch(2));

        assertThat(numbers(stored(1))).containsExactly("1", "2");
        assertThat(pointers()).hasSize(1);
    }

    @Test
    void aTaskThatCannotStartNowFailsTheBatchAndLeavesNothing() throws Exception {
        start(KEEP);
        routes.tasks.doing(
                (task, output) -> {
                    throw new IOException("no memory");
                });

        Exchange done = routes.deliver("customers", batch(2));

        assertThat(done.getException()).isInstanceOf(IOException.class);
        assertThat(deleted()).containsExactly(routes.s3.puts().get(0).request().key());
        assertThat(pointers()).isEmpty();
    }

    @Test
    void aTaskThatFindsTheTableAwayFailsTheBatch() throws Exception {
        start(KEEP);
        routes.tasks.doing((task, output) -> TaskReport.TRY_LATER);

        Exchange done = routes.deliver("customers", batch(2));

        assertThat(done.getException()).isInstanceOf(SinkAwayException.class);
        assertThat(pointers()).isEmpty();
    }

    @Test
    void aTaskThatWasEndedForAnotherReplicaKeepsNothing() throws Exception {
        start(KEEP);
        routes.tasks.doing(
                (task, output) -> {
                    throw new LeaseOverException("The task was ended");
                });

        Exchange done = routes.deliver("customers", batch(2));

        assertThat(done.getException()).isInstanceOf(LeaseOverException.class);
        assertThat(pointers()).isEmpty();
    }

    @Test
    void whatCannotBeKeptFailsTheBatch() throws Exception {
        start(KEEP);
        routes.tasks.doing(
                (task, output) -> {
                    routes.s3.failing(SdkClientException.create("S3 is away"));
                    return 3;
                });

        Exchange done = routes.deliver("customers", batch(2));

        assertThat(done.getException()).isInstanceOf(SdkClientException.class);
        assertThat(pointers()).isEmpty();
    }

    @Test
    void theTaskOfABatchThatCouldNotBeKeptIsNotRepeated() throws Exception {
        start(KEEP);
        routes.tasks.doing(
                (task, output) -> {
                    routes.s3.failing(SdkClientException.create("S3 is away"));
                    output.accept(TaskReport.of(List.of("2")));
                    return 0;
                });
        assertThat(routes.deliver("customers", batch(3)).getException()).isNotNull();
        routes.s3.failing(null);

        Exchange again = routes.deliver("customers", batch(3));

        assertThat(again.getException()).isNull();
        assertThat(routes.tasks.tasks()).hasSize(1);
        assertThat(numbers(stored(routes.s3.puts().size() - 1))).containsExactly("2");
        assertThat(pointers()).hasSize(1);
    }

    @Test
    void theTaskOfABatchWhoseInputCouldNotBeRemovedIsNotRepeated() throws Exception {
        start(KEEP);
        routes.s3.failingDeletes("test-tasks-claims");
        assertThat(routes.deliver("customers", batch(2)).getException()).isNotNull();
        routes.s3.failingDeletes("");

        assertThat(routes.deliver("customers", batch(2)).getException()).isNull();
        assertThat(routes.tasks.tasks()).hasSize(1);

        // Read from the beginning again it is another batch.
        routes.deliver("customers", batch(2));
        assertThat(routes.tasks.tasks()).hasSize(2);
    }

    @Test
    void theTaskOfAPointerWhoseObjectCouldNotBeRemovedIsNotRepeated() throws Exception {
        start("tasks/failed.camel.yaml");
        routes.s3.putObject(
                put -> put.bucket("test-tasks-failed").key("k"),
                RequestBody.fromString("[{\"sequenceNumber\":\"1\",\"data\":1}]"));
        String pointer = new FailedPointer("k", 1, 1, "").body("any");
        routes.s3.failingDeletes("test-tasks-failed");
        assertThat(retry(pointer).getException()).isNotNull();
        routes.s3.failingDeletes("");

        assertThat(retry(pointer).getException()).isNull();

        assertThat(routes.tasks.tasks()).hasSize(1);
        assertThat(deleted()).containsExactly("k");
    }

    @Test
    void whatFailedIsTriedAgainUntilItIsDoneAndThenRemoved() throws Exception {
        start("tasks/failed.camel.yaml");
        routes.tasks.doing(
                (task, output) -> {
                    int tries = routes.tasks.tasks().size();
                    if (tries == 1) {
                        return 3;
                    }
                    output.accept(TaskReport.of(tries == 2 ? List.of("3") : List.of()));
                    return 0;
                });

        routes.deliver("customers", batch(3));

        await().until(() -> deleted().size() == 2);
        String key = routes.s3.puts().get(1).request().key();
        assertThat(routes.s3.puts())
                .extracting(put -> put.request().key())
                .containsExactly(routes.s3.puts().get(0).request().key(), key, key);
        assertThat(numbers(stored(1))).containsExactly("1", "2", "3");
        assertThat(numbers(stored(2))).containsExactly("3");
        assertThat(deleted().get(1)).isEqualTo(key);
        assertThat(routes.tasks.tasks().get(2).environment())
                .containsEntry("BUCKET_NAME", "test-tasks-failed")
                .containsEntry("BUCKET_KEY", key)
                .containsEntry("TABLE_NAME", "test-customers");
    }

    @Test
    void numbersAreKeptAsTheyWereWritten() throws Exception {
        start("tasks/failed.camel.yaml");
        routes.tasks.doing((task, output) -> 3);

        routes.deliver(
                "customers",
                List.of(record("1", "{\"n\":450.00,\"m\":0.1234567890123456789,\"e\":1E+400}")));

        await().until(() -> routes.s3.puts().size() >= 3);
        assertThat(stored(2).get(0).path("data").toString())
                .isEqualTo("{\"n\":450.00,\"m\":0.1234567890123456789,\"e\":1E+400}");
    }

    @Test
    void afterEnoughTriesThePointerIsGivenUpAndKeepsItsObject() throws Exception {
        start("tasks/failed.camel.yaml");
        routes.tasks.doing((task, output) -> 3);
        routes.deliver("customers", batch(1));
        await().until(() -> routes.tasks.tasks().size() == 1 + 2);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> routes.context.getInflightRepository().size() == 0);
        String key = routes.s3.puts().get(1).request().key();

        // As it was redriven.
        Exchange again = retry(new FailedPointer(key, 2, 1, "").body("any"));

        assertThat(again.getException())
                .isInstanceOf(PermanentFailureException.class)
                .hasMessage(
                        "1 records have failed 3 times, the last time because:"
                                + " The task ended with exit code 3");
        assertThat(routes.tasks.tasks()).hasSize(1 + 2 + 1);
        assertThat(deleted()).doesNotContain(key);
    }

    @Test
    void aPointerWhoseRecordsAreDoneIsDone() throws Exception {
        start("tasks/failed.camel.yaml");

        Exchange done = retry(new FailedPointer("gone", 1, 1, "").body("any"));

        assertThat(done.getException()).isNull();
        assertThat(routes.tasks.tasks()).isEmpty();
        assertThat(deleted()).isEmpty();
    }

    @Test
    void aMessageThatIsNoPointerIsGivenUpAtOnce() throws Exception {
        start("tasks/failed.camel.yaml");

        assertThat(retry("hello").getException()).isInstanceOf(PermanentFailureException.class);
        assertThat(retry("{}").getException())
                .hasMessage("The message is no pointer: it lacks UniqueIdentifier.");
    }

    @Test
    void theLogShowsNoData() throws Exception {
        start(KEEP);
        routes.tasks.doing(
                (task, output) -> {
                    output.accept("Working on {\"FirstName\":\"Customer 1\"}");
                    output.accept("still here");
                    return 3;
                });

        routes.deliver("customers", batch(1));

        assertThat(routes.logged())
                .contains("1 records failed and are tried again in 60 s", ": still here")
                .doesNotContain("Customer 1");
    }

    private void start(String failed) throws Exception {
        routes =
                RouteTestSupport.run(
                        Map.of("tasks.stream-processor.attempts", "2"),
                        "pipelines/claim-check.camel.yaml",
                        "tasks/stream-processor.camel.yaml",
                        failed);
    }

    private void report(String... numbers) {
        routes.tasks.doing(
                (task, output) -> {
                    output.accept(TaskReport.of(List.of(numbers)));
                    return 0;
                });
    }

    private Exchange retry(String body) {
        return routes.deliver(FAILED, body, Map.of());
    }

    private static List<StreamRecord> batch(int count) {
        return java.util.stream.IntStream.rangeClosed(1, count)
                .mapToObj(
                        n ->
                                record(
                                        Integer.toString(n),
                                        "{\"FirstName\":\"Customer %d\"}".formatted(n)))
                .toList();
    }

    private static StreamRecord record(String number, String data) {
        return new StreamRecord(
                SHARD,
                number,
                "p" + number,
                SdkBytes.fromUtf8String(data.replace("%s", CARD)),
                Instant.EPOCH);
    }

    /** What waits in the queue; only without the route that reads it. */
    private List<Exchange> pointers() {
        return routes.context
                .getEndpoint("aws2-sqs:test-" + FAILED, StubEndpoint.class)
                .getExchanges();
    }

    private List<String> deleted() {
        return routes.s3.deletes().stream().map(DeleteObjectRequest::key).toList();
    }

    private ArrayNode stored(int put) throws Exception {
        return (ArrayNode) StrictJson.parse(routes.s3.puts().get(put).body().asUtf8String());
    }

    private static List<String> numbers(JsonNode records) {
        return StreamSupport.stream(records.spliterator(), false)
                .map(record -> record.path("sequenceNumber").asText())
                .toList();
    }
}
