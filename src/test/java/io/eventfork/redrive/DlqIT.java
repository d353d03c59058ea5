package io.eventfork.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.cli.EventforkCommands;
import io.eventfork.localcloud.SharedLocalCloud;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The commands on dead letters against queues and buckets of the local cloud. */
class DlqIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final String PREFIX = "dlq-it-";

    @TempDir static Path folder;

    @BeforeAll
    static void provision() throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes/parcels"));
        Files.writeString(
                routes.resolve("resources.yaml"),
                """
                queues:
                  parcels:
                  letters:
                  gone:
                buckets:
                  parcels-failed:
                    encryption: aws:kms
                """);
        Files.writeString(
                routes.resolve("parcels.camel.yaml"),
                """
                - templatedRoute:
                    routeId: parcels-search
                    routeTemplateRef: search
                    parameters:
                      - name: Queue
                        value: parcels
                      - name: Bucket
                        value: parcels-failed
                      - name: SearchIndexName
                        value: parcels
                      - name: StreamPrefix
                        value: "{{eventfork.prefix}}"
                """);
        Files.writeString(folder.resolve("a.properties"), "eventfork.prefix=" + PREFIX + "\n");
        assertThat(run("provision")).startsWith("0");
    }

    @Test
    void aQueueOfMixedReasonsIsShownSentBackByReasonAndPurged() {
        for (int parcel = 1; parcel <= 12; parcel++) {
            letter("parcel " + parcel, "parcel " + parcel + " has no address");
        }
        letter("too heavy", "PermanentFailureException: it is too heavy");
        send("parcels-dlq", "by sqs", Map.of());

        assertThat(run("dlq", "list"))
                .startsWith("0")
                .contains(
                        "14  parcels-dlq",
                        "12  parcel # has no address",
                        "1  no reason",
                        "letters-dlq");
        assertThat(run("dlq", "peek", "parcels", "--reason", "too heavy"))
                .startsWith("0")
                .contains("from dlq-it-parcels, attempts 2", "it is too heavy", "too heavy");
        assertThat(run("dlq", "redrive", "parcels-dlq", "--reason", "no address", "--dry-run"))
                .contains("0", "12 would go to parcels");
        assertThat(
                        run(
                                "dlq",
                                "redrive",
                                "parcels-dlq",
                                "--reason",
                                "no address",
                                "--rate",
                                "100/s"))
                .startsWith("0")
                .contains("12 sent to parcels");

        List<Message> back = all("parcels");
        assertThat(back)
                .extracting(Message::body)
                .hasSize(12)
                .allMatch(b -> b.startsWith("parcel"));
        assertThat(back)
                .allSatisfy(
                        message -> {
                            assertThat(message.messageAttributes().get("amount").dataType())
                                    .isEqualTo("Number.float");
                            assertThat(message.messageAttributes().get("eventfork").stringValue())
                                    .contains("\"redrive\"", "\"origin\"")
                                    .doesNotContain("\"reason\"");
                        });
        assertThat(run("dlq", "purge", "parcels-dlq", "--reason", "too heavy", "--yes"))
                .startsWith("0")
                .contains("1 deleted.");
        assertThat(run("dlq", "peek", "parcels-dlq", "--reason", "heavy"))
                .contains("There is none.");
        assertThat(run("dlq", "redrive", "parcels-dlq", "--to-queue", "letters"))
                .contains("1 sent to letters");
        assertThat(all("letters")).extracting(Message::body).containsExactly("by sqs");
    }

    @Test
    void failedDocumentsHaveTheSameView() {
        String key = PREFIX + "AmazonOpenSearchService_failed/2026/01/01/10/parcels-search-1";
        CLOUD.s3()
                .putObject(
                        put -> put.bucket(PREFIX + "parcels-failed").key(key),
                        RequestBody.fromString(
                                document("e-1", "400", "field 7 is no date")
                                        + document("e-2", "400", "field 8 is no date")
                                        + document("e-3", "413", "too large")));

        assertThat(run("dlq", "list"))
                .startsWith("0")
                .contains("3  parcels-failed", "2  400: field # is no date", "1  413: too large");
        assertThat(run("dlq", "peek", "parcels-search", "--reason", "too large"))
                .startsWith("0")
                .contains("e-3", "from parcels", "{\"id\":\"e-3\"}");
        assertThat(run("dlq", "redrive", "parcels-failed", "--dry-run"))
                .contains("3 would go to parcels");
        assertThat(run("dlq", "redrive", "parcels-failed"))
                .startsWith("1")
                .contains("--opensearch");
        assertThat(run("dlq", "redrive", "parcels-failed", "--to-queue", "letters"))
                .startsWith("1")
                .contains("leave --to-queue out");
        assertThat(run("dlq", "purge", "parcels-failed", "--reason", "no date", "--yes"))
                .contains("2 deleted.");
        assertThat(run("dlq", "purge", "parcels-failed", "--yes")).contains("1 deleted.");
        assertThat(
                        CLOUD.s3()
                                .listObjectsV2(list -> list.bucket(PREFIX + "parcels-failed"))
                                .contents())
                .extracting(S3Object::key)
                .isEmpty();
    }

    @Test
    void whatIsNotThereIsNamedInOneSentence() {
        assertThat(run("dlq", "peek", "nothing"))
                .startsWith("1")
                .contains("There are no dead letters of nothing; there are those of gone-dlq");
        send("letters-dlq", "x", Map.of());
        CLOUD.sqs().deleteQueue(delete -> delete.queueUrl(url("gone")));
        for (String dryRun : List.of("--dry-run", "--limit=1")) {
            assertThat(run("dlq", "redrive", "letters-dlq", "--to-queue", "nowhere", dryRun))
                    .startsWith("1")
                    .contains("nowhere");
            assertThat(run("dlq", "redrive", "letters-dlq", "--to-queue", "gone", dryRun))
                    .startsWith("1")
                    .contains("Queue gone is declared, but not there");
        }
        assertThat(run("dlq", "redrive", "parcels-dlq", "--rate", "fast")).startsWith("2");
        assertThat(run("dlq", "list", "--limit", "0")).startsWith("2");
    }

    private static String run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of(
                        "--endpoint",
                        CLOUD.endpoint().toString(),
                        "--routes",
                        folder.resolve("routes").toString(),
                        "--config",
                        folder.resolve("a.properties").toString()));
        return EventforkCommands.run(all.toArray(String[]::new));
    }

    private static void letter(String body, String reason) {
        send(
                "parcels-dlq",
                body,
                Map.of(
                        "amount",
                        value("Number.float", "4.50"),
                        "eventfork",
                        value(
                                "String",
                                """
                                {"reason":"%s","queue":"%sparcels","attempts":2,"origin":{"id":"1"}}"""
                                        .formatted(reason, PREFIX))));
    }

    private static MessageAttributeValue value(String type, String text) {
        return MessageAttributeValue.builder().dataType(type).stringValue(text).build();
    }

    private static void send(
            String queue, String body, Map<String, MessageAttributeValue> attributes) {
        CLOUD.sqs()
                .sendMessage(
                        send ->
                                send.queueUrl(url(queue))
                                        .messageBody(body)
                                        .messageAttributes(attributes));
    }

    private static List<Message> all(String queue) {
        List<Message> all = new ArrayList<>();
        List<Message> some;
        do {
            some =
                    CLOUD.sqs()
                            .receiveMessage(
                                    receive ->
                                            receive.queueUrl(url(queue))
                                                    .maxNumberOfMessages(10)
                                                    .messageAttributeNames("All"))
                            .messages();
            all.addAll(some);
        } while (!some.isEmpty());
        return all;
    }

    private static String url(String queue) {
        return CLOUD.sqs().getQueueUrl(get -> get.queueName(PREFIX + queue)).queueUrl();
    }

    private static String document(String id, String code, String message) {
        return """
        {"attemptsMade":"1","errorCode":"%s","errorMessage":"%s","attemptEndingTimestamp":"1767225600000",\
        "esDocumentId":"%s","esIndexName":"parcels","rawData":"%s"}
        """
                .formatted(
                        code,
                        message,
                        id,
                        Base64.getEncoder()
                                .encodeToString(
                                        "{\"id\":\"%s\"}"
                                                .formatted(id)
                                                .getBytes(StandardCharsets.UTF_8)));
    }
}
