package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.localcloud.SharedLocalCloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The backup of the checkout as a user meets it: an order over HTTP, objects by a plain client. */
class BackupIT {

    private static final String PREFIX = "backup-it-";
    private static final String BUCKET = PREFIX + "checkout-backup";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static EventforkProcess application;

    @BeforeAll
    static void start() throws IOException {
        Path settings = CheckoutIT.configuration(PREFIX);
        Files.writeString(settings, Files.readString(settings) + "checkout.backup.interval=1\n");
        application =
                EventforkProcess.application(CLOUD.endpoint(), "--config", settings.toString());
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void anOrderIsBackedUpCompressedEncryptedAndWithoutCardData() throws Exception {
        HttpResponse<String> accepted =
                application.post("/checkout", Orders.of(1, "backed", "450"));
        String id = JSON.readTree(accepted.body()).get("eventId").asText();

        String line = awaitLine(id);

        JsonNode event = JSON.readTree(line).get("_event");
        assertThat(event.get("id").asText()).isEqualTo(id);
        assertThat(event.get("attributes").get("amount").get("type").asText()).isEqualTo("Number");
        assertThat(line).contains("\"backed\"").doesNotContain("4111 1111", "card-cvv");
        assertThat(objects())
                .isNotEmpty()
                .allSatisfy(
                        object -> {
                            assertThat(object.key())
                                    .matches(
                                            "\\d{4}/\\d\\d/\\d\\d/\\d\\d/checkout-backup-\\d{4}(-\\d\\d){5}-[0-9a-f]{32}\\.gz");
                            HeadObjectResponse head =
                                    CLOUD.s3().headObject(h -> h.bucket(BUCKET).key(object.key()));
                            assertThat(head.contentType()).isEqualTo("application/gzip");
                        });
    }

    private static String awaitLine(String containing) {
        List<String> found = new ArrayList<>();
        await().atMost(SOON)
                .until(
                        () -> {
                            lines().stream()
                                    .filter(line -> line.contains(containing))
                                    .forEach(found::add);
                            return !found.isEmpty();
                        });
        return found.get(0);
    }

    private static List<S3Object> objects() {
        return CLOUD.s3().listObjectsV2(list -> list.bucket(BUCKET)).contents();
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (S3Object object : objects()) {
            try (BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    new GZIPInputStream(
                                            CLOUD.s3()
                                                    .getObject(
                                                            get ->
                                                                    get.bucket(BUCKET)
                                                                            .key(object.key()))),
                                    StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return lines;
    }
}
