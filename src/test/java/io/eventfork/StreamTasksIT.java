package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.StrictJson;
import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The stream processor of the packaged jar, its workers, one of which hangs, and a second replica
 * that is killed.
 */
class StreamTasksIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String PREFIX = "stream-tasks-it-";
    private static final String RUNS = "Task \\S+ begins, with \\d+ records";

    @TempDir Path folder;
    private final TestQueues queues = new TestQueues(CLOUD.sqs(), PREFIX);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void everyCustomerBecomesARowAndWhatFailsFailsAlone() throws Exception {
        String hanging =
                """
                case "$INPUT_MESSAGE" in *"Never ends"*) sleep 600;; esac
                exec %s worker
                """
                        .formatted(String.join(" ", PackagedJar.fast(List.of("-Xmx96m"))));
        Path script = Files.writeString(folder.resolve("task.sh"), hanging);
        try (EventforkProcess first =
                        start(
                                List.of("--apps", "tasks"),
                                "tasks.worker.message-time=10ms",
                                "tasks.command=/bin/sh " + script,
                                "tasks.concurrency=3",
                                "tasks.stream-processor.input-limit=2000",
                                "tasks.stream-processor.time-limit=25s");
                KinesisClient kinesis = CLOUD.build(KinesisClient.builder())) {
            HttpResponse<String> james = first.post("/customers", "{\"FirstName\":\"James\"}");
            assertThat(james.statusCode()).as(james.body()).isEqualTo(200);
            put(
                    kinesis,
                    record("ann", "Ann"),
                    record("bad", "force-failure"),
                    record("eve", "Eve"));
            put(kinesis, record("big", "Big").replace("{\"Metadata\"", megabyte()));

            awaitRows(Map.of(id(james), "James", "ann", "Ann", "eve", "Eve", "big", "Big"));
            put(kinesis, record("late", "Never ends"));
            String kept = failsAlone(first);
            assertThat(first.post("/tasks/forged/success", "{}").statusCode()).isEqualTo(404);

            surviveTheSecond(first);
            assertThat(rows()).doesNotContainKey("bad");
            assertThat(objects("tasks-failed")).containsExactly(kept);
            assertThat(first.output())
                    .contains("was ended at its time limit of 25000 ms")
                    .doesNotContain("James", "Never ends", "xxxx")
                    .as("no commands to try for what does not run")
                    .doesNotContain("Place an order");
            assertThat(first.terminate()).isZero();
        }
    }

    /**
     * Its records are done once, but for the bad one, of which a dead letter points to the rest;
     * the key of that.
     */
    private String failsAlone(EventforkProcess application) throws Exception {
        await().atMost(SOON).until(() -> queues.visible("customers-failed-dlq") == 1);
        JsonNode pointer = StrictJson.parse(queues.takeAll("customers-failed-dlq").get(0));
        assertThat(pointer.path("Reason").asText()).isEqualTo("The task reported that they failed");
        String reason = "PermanentFailureException: 1 records have failed 3 times";
        await().atMost(SOON).until(() -> application.output().contains(reason));
        String key = pointer.path("UniqueIdentifier").asText();
        String records =
                CLOUD.s3()
                        .getObjectAsBytes(get -> get.bucket(PREFIX + "tasks-failed").key(key))
                        .asUtf8String();
        JsonNode record = StrictJson.parse(records);
        assertThat(record).hasSize(1);
        assertThat(record.at("/0/data/Data/CustomerId").asText()).isEqualTo("bad");
        String number = record.at("/0/sequenceNumber").asText();
        String output = application.output();
        // A task that a slow machine ended with its lease runs again.
        int again = count(output, "was ended because its messages go back");
        assertThat(count(output, "Record " + number + " failed"))
                .as("the stream's task and two more")
                .isBetween(1 + 2, 1 + 2 + again);
        assertThat(count(output, "is complete")).isBetween(4, 4 + 3 * again);
        return key;
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    /** A replica that takes shards over and never ends its tasks is killed while one runs. */
    private void surviveTheSecond(EventforkProcess first) throws Exception {
        Map<String, String> expected = rows();
        expected.put("late", "Never ends");
        List<ProcessHandle> tasks;
        // It leaves to the first what failed.
        TasksRoutes routes =
                TasksRoutes.in(folder.resolve("routes"))
                        .with(
                                "failed.camel.yaml",
                                "id: stream-processor-retry\n",
                                "id: stream-processor-retry\n    autoStartup: \"false\"\n");
        try (EventforkProcess second =
                start(List.of("--routes", routes.toString()), "tasks.worker.message-time=10m")) {
            // A task costs more than its record: few records, and many in a task.
            await().atMost(SOON)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(
                            () -> {
                                String name = "Customer " + expected.size();
                                HttpResponse<String> answer =
                                        first.post(
                                                "/customers", "{\"FirstName\":\"" + name + "\"}");
                                expected.put(id(answer), name);
                                return second.output().lines().anyMatch(StreamTasksIT::tellsOfATask)
                                        && !second.children().isEmpty();
                            });
            tasks = second.children();
            second.kill();
            await().atMost(SOON).until(() -> tasks.stream().noneMatch(ProcessHandle::isAlive));
        }

        awaitRows(expected);
        queues.awaitEmpty("customers-failed");
        assertThat(queues.takeAll("customers-failed-dlq")).isEmpty();
        await().atMost(SOON).until(() -> objects("tasks-claims").isEmpty());
    }

    private static boolean tellsOfATask(String line) {
        return line.matches(".*" + RUNS + ".*");
    }

    private static EventforkProcess start(List<String> options, String... settings)
            throws IOException {
        Path configuration = CheckoutIT.configuration(PREFIX);
        String common =
                """

                tasks.stream-processor.batch-size=20
                tasks.stream-processor.batch-window=1s
                tasks.stream-processor.retry-delay=1s
                tasks.stream-processor.attempts=2
                tasks.claims.expiry=15s
                tasks.claims.sweep-interval=1s
                """;
        Files.writeString(
                configuration,
                Files.readString(configuration) + common + String.join("\n", settings) + "\n");
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--config", configuration.toString()));
        return EventforkProcess.application(CLOUD.endpoint(), all.toArray(String[]::new));
    }

    /** In one request and with one key, so that they are one batch. */
    private static void put(KinesisClient kinesis, String... records) {
        var answer =
                kinesis.putRecords(
                        put ->
                                put.streamName(PREFIX + "customers")
                                        .records(
                                                List.of(records).stream()
                                                        .map(StreamTasksIT::entry)
                                                        .toList()));
        assertThat(answer.failedRecordCount()).isZero();
    }

    private static PutRecordsRequestEntry entry(String record) {
        return PutRecordsRequestEntry.builder()
                .partitionKey("default")
                .data(SdkBytes.fromUtf8String(record))
                .build();
    }

    private static String record(String id, String firstName) {
        return "{\"Metadata\":{},\"Data\":{\"CustomerId\":\"%s\",\"FirstName\":\"%s\"}}"
                .formatted(id, firstName);
    }

    /** The beginning of a record of nearly 1 MiB. */
    private static String megabyte() {
        return "{\"Notes\":\"" + "x".repeat((1 << 20) - 200) + "\",\"Metadata\"";
    }

    private static String id(HttpResponse<String> answer) throws Exception {
        return StrictJson.parse(answer.body()).path("CustomerId").asText();
    }

    private static void awaitRows(Map<String, String> expected) {
        await().atMost(SOON).untilAsserted(() -> assertThat(rows()).isEqualTo(expected));
    }

    private static Map<String, String> rows() {
        return CLOUD
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName(PREFIX + "customers").consistentRead(true))
                .items()
                .stream()
                .collect(
                        Collectors.toMap(
                                item -> text(item, "PK"), item -> text(item, "FirstName")));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.get(name).s();
    }

    private static List<String> objects(String bucket) {
        List<String> keys = new ArrayList<>();
        for (S3Object object :
                CLOUD.s3().listObjectsV2(list -> list.bucket(PREFIX + bucket)).contents()) {
            keys.add(object.key());
        }
        return keys;
    }
}
