package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.CloudProxy.Fate;
import io.eventfork.backup.BackupReader;
import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The backup of the checkout as a user meets it: orders over HTTP, objects by standard clients. */
class BackupIT {

    private static final String PREFIX = "backup-it-";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static EventforkProcess application;

    @BeforeAll
    static void start() {
        application =
                EventforkProcess.application(
                        CLOUD.endpoint(), "--config", configuration(PREFIX, 1).toString());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void anOrderIsBackedUpCompressedEncryptedAndWithoutCardData() throws Exception {
        String id = order(application, "backed");

        String line = awaitLine(PREFIX, id);

        JsonNode event = JSON.readTree(line).get("_event");
        assertThat(event.get("id").asText()).isEqualTo(id);
        assertThat(event.get("attributes").get("amount").get("type").asText()).isEqualTo("Number");
        assertThat(line).contains("\"backed\"").doesNotContain("4111 1111", "card-cvv");
        for (S3Object object : objects(PREFIX)) {
            assertThat(object.key())
                    .matches(
                            "\\d{4}(/\\d\\d){3}/checkout-backup-\\d{4}(-\\d\\d){5}-[0-9a-f]{32}\\.gz");
            HeadObjectResponse head =
                    CLOUD.s3().headObject(h -> h.bucket(bucket(PREFIX)).key(object.key()));
            assertThat(head.serverSideEncryptionAsString()).isEqualTo("aws:kms");
            assertThat(head.contentType()).isEqualTo("application/gzip");
        }
        List<String> bodies = new ArrayList<>();
        new BackupReader()
                .read(CLOUD.s3(), bucket(PREFIX), "", each -> bodies.add(each.id() + each.body()));
        assertThat(bodies).filteredOn(body -> body.startsWith(id)).hasSize(1);
    }

    @Test
    void aRawEventIsBackedUpWithoutCardDataAsItIs() throws Exception {
        publish("raw \"text\" with 4111 1111 1111 1111\nand a second line");
        publish("{ \"raw\" : 1.10, \"cvv\":\"123\", \"n\": 5500005555555559 }");

        JsonNode text = JSON.readTree(awaitLine(PREFIX, "raw \\\"text"));
        assertThat(text.get("data").asText()).contains("and a second line").doesNotContain("4111");
        assertThat(text.get("_event").get("wrapped").asBoolean()).isTrue();
        String line = awaitLine(PREFIX, "\"raw\"");
        assertThat(line).contains("1.1").doesNotContain("123\"", "5500005555555559");
    }

    @Test
    void theCommandPrintsABackup() throws Exception {
        String id = order(application, "printed");
        awaitLine(PREFIX, id);

        assertThat(cat().lines()).filteredOn(line -> line.contains(id)).hasSize(1);
        assertThat(cat("--body", "--prefix", "20").lines())
                .filteredOn(line -> line.contains("\"printed\""))
                .hasSize(1)
                .noneMatch(line -> line.contains(id));
    }

    @Test
    void aPipelineThatCannotStoreWaitsAndSaysWhyAndLosesAndRepeatsNothing() throws Exception {
        String prefix = "backup-fault-it-";
        try (CloudProxy cloud = new CloudProxy(CLOUD.endpoint());
                EventforkProcess faulty =
                        EventforkProcess.application(
                                cloud.endpoint(),
                                "--config",
                                configuration(prefix, 900).toString())) {
            String kept = order(faulty, "flushed");
            await().atMost(SOON).until(() -> inFlight(prefix) == 1);
            assertThat(objects(prefix)).isEmpty();
            await().atMost(SOON).until(() -> flush(faulty).contains("\"batches\":1"));
            assertThat(read(prefix)).containsExactly(kept);

            meetPuts(cloud, Fate.RESET);
            String delayed = order(faulty, "away");
            await().atMost(SOON).until(() -> flush(faulty).contains("\"batches\":1"));
            awaitHealth(faulty, "Route checkout-backup is paused since");
            assertThat(objects(prefix)).hasSize(1);

            meetPuts(cloud, Fate.KEY_DISABLED);
            awaitHealth(faulty, "The key is disabled");
            assertThat(objects(prefix)).hasSize(1);
            assertThat(inFlight(prefix)).isEqualTo(1);

            meetPuts(cloud, Fate.PASS);
            awaitReadable().untilAsserted(() -> assertThat(read(prefix)).contains(delayed));
            await().atMost(SOON).until(() -> inFlight(prefix) == 0);

            AtomicInteger lost = meetPuts(cloud, Fate.ANSWER_LOST);
            String repeated = order(faulty, "answer-lost");
            await().atMost(SOON).until(() -> flush(faulty).contains("\"batches\":1"));
            await().atMost(SOON).until(() -> lost.get() >= 4);
            meetPuts(cloud, Fate.PASS);
            await().atMost(SOON).until(() -> inFlight(prefix) == 0);
            assertThat(lines(prefix)).filteredOn(line -> line.contains(repeated)).hasSize(1);

            String last = order(faulty, "stopped");
            await().atMost(SOON).until(() -> inFlight(prefix) == 1);
            assertThat(faulty.terminate()).isZero();
            assertThat(read(prefix)).containsExactlyInAnyOrder(kept, delayed, repeated, last);
            assertThat(lines(prefix)).hasSize(4);
            assertThat(inFlight(prefix)).isZero();
        }
    }

    /** Lets every put to S3 from now on come to this; returns how many have. */
    private static AtomicInteger meetPuts(CloudProxy cloud, Fate fate) {
        AtomicInteger met = new AtomicInteger();
        cloud.rule(
                call -> {
                    if (!call.service().equals("s3") || !call.method().equals("PUT")) {
                        return Fate.PASS;
                    }
                    met.incrementAndGet();
                    return fate;
                });
        return met;
    }

    private static Path configuration(String prefix, int interval) {
        Path settings = CheckoutIT.configuration(prefix);
        try {
            return Files.writeString(
                    settings,
                    Files.readString(settings)
                            + "checkout.backup.interval=%d\n".formatted(interval)
                            + "eventfork.delivery.backoff=200ms\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String order(EventforkProcess process, String customer) throws IOException {
        HttpResponse<String> accepted = process.post("/checkout", Orders.of(1, customer, "450"));
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return JSON.readTree(accepted.body()).get("eventId").asText();
    }

    private static void publish(String text) {
        String topic = "arn:aws:sns:us-east-1:000000000000:" + PREFIX + "checkout-events";
        CLOUD.sns().publish(publish -> publish.topicArn(topic).message(text));
    }

    private static String flush(EventforkProcess process) {
        return process.post("/admin/pipelines/checkout-backup/flush", "").body();
    }

    private static String cat(String... options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "backup",
                                "cat",
                                "--endpoint",
                                CLOUD.endpoint().toString(),
                                "--config",
                                CheckoutIT.configuration(PREFIX).toString()));
        arguments.addAll(List.of(options));
        try (EventforkProcess process = EventforkProcess.of(arguments.toArray(String[]::new))) {
            assertThat(process.exitCode(SOON)).as(process.output()).isZero();
            return process.output();
        }
    }

    private static void awaitHealth(EventforkProcess process, String text) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(process.observe("health").body()).contains(text));
    }

    private static String awaitLine(String prefix, String containing) {
        List<String> found = new ArrayList<>();
        awaitReadable()
                .until(
                        () -> {
                            lines(prefix).stream()
                                    .filter(line -> line.contains(containing))
                                    .forEach(found::add);
                            return !found.isEmpty();
                        });
        return found.get(0);
    }

    /** The stand-in of S3 lists an object a moment before it can be read. */
    private static ConditionFactory awaitReadable() {
        return await().atMost(SOON).ignoreException(NoSuchKeyException.class);
    }

    private static List<S3Object> objects(String prefix) {
        return CLOUD.s3().listObjectsV2(list -> list.bucket(bucket(prefix))).contents();
    }

    /** Every line of every object, as any client reads them. */
    private static List<String> lines(String prefix) {
        List<String> lines = new ArrayList<>();
        for (S3Object object : objects(prefix)) {
            try (GZIPInputStream stored =
                    new GZIPInputStream(
                            CLOUD.s3()
                                    .getObject(
                                            get -> get.bucket(bucket(prefix)).key(object.key())))) {
                lines.addAll(
                        new String(stored.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return lines;
    }

    /** The ids of all events, by our reader. */
    private static List<String> read(String prefix) throws IOException {
        List<String> ids = new ArrayList<>();
        new BackupReader().read(CLOUD.s3(), bucket(prefix), "", event -> ids.add(event.id()));
        return ids;
    }

    private static int inFlight(String prefix) {
        return new TestQueues(CLOUD.sqs(), prefix).inFlight("checkout-backup");
    }

    private static String bucket(String prefix) {
        return prefix + "checkout-backup";
    }
}
