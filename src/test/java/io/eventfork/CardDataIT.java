package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/** Raw events, straight to the topic: what the pipelines write holds no card data (promise P3). */
class CardDataIT {

    private static final String PREFIX = "cards-it-";
    private static final Duration SOON = Duration.ofMinutes(4);
    private static final int EVENTS = 400;
    private static final int NUMBERS = 1_000;
    private static final Pattern RAW = Pattern.compile("\"rawData\":\"([A-Za-z0-9+/=]+)\"");
    private static final Pattern DIGITS = Pattern.compile("\\d(?:[ -]?\\d){12,}");
    private static final Pattern CODE = Pattern.compile("c\\d{3}v");

    /** Between quotes, the last of which may also be the first of the next. */
    private static final Pattern WORD = Pattern.compile("\"[A-Za-z0-9-]+(?=\")");

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.withOpenSearch();

    private final CardCorpus corpus = new CardCorpus(20260101);
    private final TestQueues queues = new TestQueues(CLOUD.sqs(), PREFIX);

    @Test
    @Timeout(600)
    void nothingThatTheSystemWroteHoldsCardDataAndEverythingElseSurvives() throws Exception {
        Path settings = CheckoutIT.configuration(PREFIX);
        Files.writeString(
                settings,
                Files.readString(settings)
                        + """
                        checkout.backup.interval=2
                        checkout.search.interval=2
                        checkout.search.index=cards
                        """);
        Map<String, String> written = new LinkedHashMap<>();
        try (EventforkProcess application =
                EventforkProcess.application(
                        CLOUD.endpoint(),
                        "--opensearch",
                        CLOUD.openSearch().toString(),
                        "--config",
                        settings.toString())) {
            List<String> events = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                events.add(i % 4 == 0 ? innocent(i) : corpus.withCardData(i));
            }
            publish(events);

            await().atMost(SOON).until(() -> queues.visible("checkout-orders-dlq") >= EVENTS);
            for (String queue : List.of("checkout-orders", "checkout-backup", "checkout-search")) {
                queues.awaitEmpty(queue);
            }
            assertThat(application.terminate()).isZero();
            written.put("log", application.output());
        }
        readObjects("checkout-backup", written);
        readObjects("checkout-search-failed", written);
        written.put("index", search());
        written.put("dead letters", deadLetters());

        assertThat(written.keySet()).anyMatch(name -> name.startsWith("checkout-backup/"));
        assertThat(written.keySet()).anyMatch(name -> name.startsWith("checkout-search-failed/"));
        written.forEach(this::assertFree);
        String backup =
                written.entrySet().stream()
                        .filter(object -> object.getKey().startsWith("checkout-backup/"))
                        .map(Map.Entry::getValue)
                        .reduce("", String::concat);
        assertThat(corpus.innocent()).hasSizeGreaterThanOrEqualTo(EVENTS / 4 * NUMBERS);
        Set<String> kept =
                WORD.matcher(backup)
                        .results()
                        .map(word -> word.group() + '"')
                        .collect(Collectors.toSet());
        assertThat(corpus.innocent()).filteredOn(value -> !kept.contains(value)).isEmpty();
    }

    private String innocent(int number) {
        return corpus.withoutCardData(number, NUMBERS);
    }

    private static void publish(List<String> events) {
        MessageAttributeValue amount =
                MessageAttributeValue.builder().dataType("Number").stringValue("150.00").build();
        for (int from = 0; from < events.size(); from += 4) {
            List<PublishBatchRequestEntry> entries = new ArrayList<>();
            for (int i = from; i < Math.min(from + 4, events.size()); i++) {
                entries.add(
                        PublishBatchRequestEntry.builder()
                                .id(Integer.toString(i))
                                .message(events.get(i))
                                .messageAttributes(Map.of("amount", amount))
                                .build());
            }
            assertThat(
                            CLOUD.sns()
                                    .publishBatch(
                                            batch ->
                                                    batch.topicArn(
                                                                    "arn:aws:sns:us-east-1:000000000000:"
                                                                            + PREFIX
                                                                            + "checkout-events")
                                                            .publishBatchRequestEntries(entries))
                                    .failed())
                    .isEmpty();
        }
    }

    /** No card number, however it is spaced, and no security code; also not inside of base64. */
    private void assertFree(String where, String text) {
        StringBuilder all = new StringBuilder(text);
        RAW.matcher(text)
                .results()
                .map(raw -> Base64.getDecoder().decode(raw.group(1)))
                .forEach(raw -> all.append(new String(raw, StandardCharsets.UTF_8)).append('\n'));
        List<String> found =
                DIGITS.matcher(all)
                        .results()
                        .map(MatchResult::group)
                        .map(digits -> digits.replaceAll("[ -]", ""))
                        .toList();
        List<String> leaked = new ArrayList<>();
        for (String digits : found) {
            for (int length : new int[] {14, 15, 16}) {
                for (int from = 0; from + length <= digits.length(); from++) {
                    String candidate = digits.substring(from, from + length);
                    if (corpus.cards().contains(candidate)) {
                        leaked.add(candidate);
                    }
                }
            }
        }
        assertThat(leaked).as("card numbers in %s", where).isEmpty();
        assertThat(CODE.matcher(all).results().map(MatchResult::group))
                .as("security codes in %s", where)
                .noneMatch(corpus.codes()::contains);
    }

    private static void readObjects(String bucket, Map<String, String> written) {
        for (S3Object object :
                CLOUD.s3()
                        .listObjectsV2Paginator(list -> list.bucket(PREFIX + bucket))
                        .contents()) {
            byte[] bytes =
                    CLOUD.s3()
                            .getObjectAsBytes(get -> get.bucket(PREFIX + bucket).key(object.key()))
                            .asByteArray();
            written.put(bucket + "/" + object.key(), text(object.key(), bytes));
        }
    }

    private static String text(String key, byte[] bytes) {
        if (!key.endsWith(".gz")) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(unzipped.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String search() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        URI base = CLOUD.openSearch();
        http.send(
                HttpRequest.newBuilder(base.resolve("/cards/_refresh")).build(),
                BodyHandlers.discarding());
        return http.send(
                        HttpRequest.newBuilder(base.resolve("/cards/_search?size=1000")).build(),
                        BodyHandlers.ofString())
                .body();
    }

    private String deadLetters() {
        StringBuilder all = new StringBuilder();
        for (String queue :
                List.of("checkout-orders-dlq", "checkout-backup-dlq", "checkout-search-dlq")) {
            List<Message> some = queues.take(queue);
            while (!some.isEmpty()) {
                some.forEach(
                        message ->
                                all.append(message.body())
                                        .append(message.messageAttributes())
                                        .append('\n'));
                some = queues.take(queue);
            }
        }
        return all.toString();
    }
}
