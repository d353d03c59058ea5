package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The guide docs/fork-your-topic.md, followed to the letter. */
class ForkTopicIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.withOpenSearch();
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String PREFIX = "fork-it-";
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:" + PREFIX + "parcels";
    private static final Path EXAMPLE = Path.of("docs", "examples", "parcels");

    private final HttpClient http = HttpClient.newHttpClient();
    @TempDir Path folder;

    @Test
    void aFolderForksASecondTopicAndItsRemovalLosesNothing() throws Exception {
        Path routes = folder.resolve("routes");
        try (EventforkProcess eject = EventforkProcess.of("routes", "eject", routes.toString())) {
            assertThat(eject.exitCode(SOON)).as(eject.output()).isZero();
        }
        try (EventforkProcess application =
                EventforkProcess.application(
                        CLOUD.endpoint(),
                        "--opensearch",
                        CLOUD.openSearch().toString(),
                        "--routes",
                        routes.toString(),
                        "--config",
                        CheckoutIT.configuration(PREFIX).toString())) {
            copyExample(routes.resolve("parcels"));
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(application.observe("metrics").body())
                                            .contains("parcels-backup", "parcels-search"));

            publish("P-1", "12.5");
            publish("P-2", "9.99");
            publish("P-2", "9.99");
            await().atMost(SOON)
                    .untilAsserted(
                            () -> {
                                assertThat(backedUp()).contains("\"P-1\"").contains("\"P-2\"");
                                assertThat(indexed()).contains("\"P-1\"");
                            });
            assertThat(indexed()).doesNotContain("\"P-2\"");
            assertThat(keys()).allMatch(key -> key.startsWith("parcels/"));

            publish("P-3", "30");
            remove(routes.resolve("parcels"));
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(application.output()).contains("still collect"));
            publish("P-4", "40");

            copyExample(routes.resolve("parcels"));
            await().atMost(SOON)
                    .untilAsserted(
                            () -> {
                                assertThat(backedUp()).contains("\"P-3\"").contains("\"P-4\"");
                                assertThat(indexed()).contains("\"P-3\"").contains("\"P-4\"");
                            });
        }
    }

    @Test
    void theGuideShowsTheFilesOfTheExample() throws IOException {
        String guide = Files.readString(Path.of("docs", "fork-your-topic.md"));
        for (String file : List.of("resources.yaml", "parcels.camel.yaml")) {
            String text = Files.readString(EXAMPLE.resolve(file));
            String shown =
                    Stream.of(text.split("\n"))
                            .filter(line -> !line.startsWith("#"))
                            .reduce((a, b) -> a + "\n" + b)
                            .orElseThrow()
                            .strip();
            assertThat(guide).contains("```yaml\n" + shown + "\n```");
        }
    }

    private static void copyExample(Path target) throws IOException {
        Files.createDirectories(target);
        // The routes last: they are refused for as long as what they need is not declared.
        for (String file : List.of("resources.yaml", "parcels.camel.yaml")) {
            Files.copy(EXAMPLE.resolve(file), target.resolve(file));
        }
    }

    private static void remove(Path folder) throws IOException {
        for (String file : List.of("parcels.camel.yaml", "resources.yaml")) {
            Files.delete(folder.resolve(file));
        }
        Files.delete(folder);
    }

    private static void publish(String number, String weight) {
        CLOUD.sns()
                .publish(
                        publish ->
                                publish.topicArn(TOPIC)
                                        .message(
                                                "{\"parcel\":{\"number\":\"%s\"},\"weight\":%s}"
                                                        .formatted(number, weight)));
    }

    private static List<String> keys() {
        try {
            return CLOUD
                    .s3()
                    .listObjectsV2Paginator(list -> list.bucket(PREFIX + "parcels-backup"))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
        } catch (NoSuchBucketException e) {
            return List.of();
        }
    }

    private static String backedUp() {
        StringBuilder text = new StringBuilder();
        for (String key : keys()) {
            try {
                text.append(
                        CLOUD.s3()
                                .getObjectAsBytes(
                                        get -> get.bucket(PREFIX + "parcels-backup").key(key))
                                .asUtf8String());
            } catch (NoSuchKeyException e) {
                // The stand-in lists an object a moment before it can be read.
            }
        }
        return text.toString();
    }

    private String indexed() throws IOException, InterruptedException {
        URI search =
                CLOUD.openSearch().resolve("/parcels/_search?size=100&ignore_unavailable=true");
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(search).timeout(SOON).build(),
                        BodyHandlers.ofString());
        return answer.body();
    }
}
