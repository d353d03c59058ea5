package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.BatchItemFailuresException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** The queue processor's route file, with tasks that only record. */
class QueueProcessorRouteTest {

    private static final String CARD = "4111111111111111";

    @Test
    void aFullBatchIsOneTaskWithTheRecordsOfAPipe() throws Exception {
        try (RouteTestSupport routes = run(Map.of("tasks.queue-processor.batch-window", "1h"))) {
            deliver(routes, "m1", "{\"card\":\"" + CARD + "\",\"n\":1}");
            deliver(routes, "m2", "two");
            assertThat(routes.tasks.tasks()).isEmpty();
            deliver(routes, "m3", "three");

            await().until(() -> routes.tasks.tasks().size() == 1);
            Map<String, String> environment = routes.tasks.tasks().get(0).environment();
            JsonNode records = new JsonMapper().readTree(environment.get("INPUT_MESSAGE"));
            assertThat(records).hasSize(3);
            assertThat(records.get(0).path("body").asText())
                    .contains("\"n\":1")
                    .doesNotContain(CARD);
            assertThat(records.get(1).toString())
                    .isEqualTo(
                            "{\"messageId\":\"m2\",\"receiptHandle\":\"handle-m2\",\"body\":\"two\","
                                    + "\"attributes\":{\"ApproximateReceiveCount\":\"1\"},"
                                    + "\"messageAttributes\":{\"kind\":{\"stringValue\":\"test\","
                                    + "\"stringListValues\":[],\"binaryListValues\":[],\"dataType\":\"String\"}},"
                                    + "\"md5OfBody\":\"b8a9f715dbb64fd5c56e7783c6820a61\","
                                    + "\"eventSource\":\"aws:sqs\","
                                    + "\"eventSourceARN\":\"arn:aws:sqs:us-east-1:000000000000:test-tasks-inbound\","
                                    + "\"awsRegion\":\"us-east-1\"}");
        }
    }

    @Test
    void aBatchThatIsOldEnoughIsATask() throws Exception {
        try (RouteTestSupport routes = run(Map.of())) {
            deliver(routes, "m1", "one");

            await().until(() -> routes.tasks.tasks().size() == 1);
            assertThat(routes.s3.puts()).isEmpty();
        }
    }

    @Test
    void noMoreTasksRunAtATimeThanThereAreSlots() throws Exception {
        try (RouteTestSupport routes = run(Map.of("tasks.queue-processor.consumers", "5"))) {
            CountDownLatch open = new CountDownLatch(1);
            routes.tasks.doing(
                    (task, output) -> {
                        open.await();
                        return 0;
                    });
            List<Thread> senders = new ArrayList<>();
            for (int sender = 0; sender < 3; sender++) {
                String name = "s" + sender;
                Thread thread =
                        new Thread(
                                () -> {
                                    for (int n = 0; n < 3; n++) {
                                        deliver(routes, name + n, "body");
                                    }
                                });
                thread.start();
                senders.add(thread);
            }
            await().until(() -> routes.tasks.tasks().size() == 2);
            await().during(java.time.Duration.ofMillis(200))
                    .until(() -> routes.tasks.tasks().size() == 2);

            open.countDown();
            await().until(() -> routes.tasks.tasks().size() >= 3);
            for (Thread sender : senders) {
                sender.join();
            }
        }
    }

    @Test
    void aLargeInputGoesByWayOfAnEncryptedObject() throws Exception {
        try (RouteTestSupport routes = run(Map.of("tasks.input-limit", "100"))) {
            List<Integer> storedWhenItRuns = new ArrayList<>();
            routes.tasks.doing(
                    (task, output) -> {
                        storedWhenItRuns.add(routes.s3.puts().size() - routes.s3.deletes().size());
                        return 0;
                    });
            deliver(routes, "m1", "one");

            await().until(() -> !routes.s3.deletes().isEmpty());
            Map<String, String> environment = routes.tasks.tasks().get(0).environment();
            assertThat(environment).doesNotContainKey("INPUT_MESSAGE");
            assertThat(environment).containsEntry("BUCKET_NAME", "test-tasks-claims");
            assertThat(storedWhenItRuns).containsExactly(1);
            var put = routes.s3.puts().get(0);
            assertThat(put.request().key()).isEqualTo(environment.get("BUCKET_KEY"));
            assertThat(put.request().serverSideEncryptionAsString()).isEqualTo("aws:kms");
            assertThat(put.body().asUtf8String()).startsWith("[{\"messageId\":\"m1\"");
            assertThat(routes.s3.deletes().get(0).key()).isEqualTo(put.request().key());
        }
    }

    @Test
    void theObjectOfAFailedTaskIsRemovedAndTheLogShowsNoBody() throws Exception {
        try (RouteTestSupport routes = run(Map.of("tasks.input-limit", "100"))) {
            routes.tasks.doing(
                    (task, output) -> {
                        output.accept("working on <the whole body of it>");
                        output.accept("still here");
                        return 3;
                    });
            deliver(routes, "m1", "<the whole body of it>");

            await().until(() -> routes.s3.deletes().size() == 1);
            await().until(() -> routes.logged().contains("ended with exit code 3"));
            assertThat(routes.logged())
                    .contains(
                            "(a line is withheld: it quotes a message or the token)",
                            ": still here")
                    .doesNotContain("whole body");
        }
    }

    @Test
    void aReportOfFailuresFailsTheBatchForThese() throws Exception {
        try (RouteTestSupport routes = run(Map.of())) {
            routes.tasks.doing(
                    (task, output) -> {
                        output.accept("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}");
                        output.accept("");
                        return 0;
                    });
            QueueBatch batch = new QueueBatch(Instant.EPOCH);
            batch.add(new QueueRecord("m1", "one", null));

            Exchange done =
                    routes.context
                            .createFluentProducerTemplate()
                            .to("direct:queue-processor-task")
                            .withExchangeProperty(QueueBatch.class.getName(), batch)
                            .withBody("[]")
                            .request(Exchange.class);

            assertThat(done.getException())
                    .isInstanceOfSatisfying(
                            BatchItemFailuresException.class,
                            failure -> assertThat(failure.names("m1")).isTrue())
                    .hasMessage("The task reported that 1 of its 1 messages failed");
        }
    }

    private static RouteTestSupport run(Map<String, String> changed) throws Exception {
        return RouteTestSupport.run(
                changed, "pipelines/claim-check.camel.yaml", "tasks/queue-processor.camel.yaml");
    }

    private static void deliver(RouteTestSupport routes, String id, String body) {
        routes.deliver(
                "tasks-inbound",
                body,
                Map.of(
                        Sqs2Constants.MESSAGE_ID,
                        id,
                        Sqs2Constants.RECEIPT_HANDLE,
                        "handle-" + id,
                        Sqs2Constants.ATTRIBUTES,
                        Map.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1"),
                        Sqs2Constants.MESSAGE_ATTRIBUTES,
                        Map.of(
                                "kind",
                                MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue("test")
                                        .build())));
    }
}
