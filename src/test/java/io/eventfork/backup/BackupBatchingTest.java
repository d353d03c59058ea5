package io.eventfork.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.pipeline.Compression;
import io.eventfork.pipeline.TransformedEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BackupBatchingTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BackupBatching batching = new BackupBatching();

    BackupBatchingTest() {
        batching.setClock(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                range(
                        each -> each.setInterval(901),
                        "StreamBufferingIntervalInSeconds is 901; write 0 to 900."),
                range(
                        each -> each.setInterval(-1),
                        "StreamBufferingIntervalInSeconds is -1; write 0 to 900."),
                range(each -> each.setSize(0), "StreamBufferingSizeInMBs is 0; write 1 to 128."),
                range(
                        each -> each.setSize(129),
                        "StreamBufferingSizeInMBs is 129; write 1 to 128."),
                range(each -> each.setMaxMembers(0), "MaxMembers is 0; write 1 to 10000."),
                range(each -> each.setMaxMembers(10_001), "MaxMembers is 10001; write 1 to 10000."),
                range(each -> each.setConsumers(0), "Consumers is 0; write 1 to 20."),
                range(
                        each -> each.setExtension("gz"),
                        "FileExtension is gz; write a dot and up to 127 of 0-9 a-z ! - _ . * ' ( )."),
                range(
                        each -> each.setKmsKeyId(" "),
                        "KmsKeyId is empty; write a key's id, ARN or alias, such as alias/aws/s3."));
    }

    private static Arguments range(Consumer<BackupBatching> set, String reason) {
        return Arguments.of(set, reason);
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void aParameterOutOfItsRangeIsNamed(Consumer<BackupBatching> set, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.accept(batching))
                .withMessage(reason);
    }

    @Test
    void theEndsOfTheRangesAreAllowed() {
        batching.setInterval(0);
        batching.setInterval(900);
        batching.setSize(128);
        batching.setSize(1);
        batching.setMaxMembers(1);
        batching.setMaxMembers(10_000);
        batching.setExtension(".json.gz");
        batching.open();
    }

    @Test
    void aBufferThatTheHeapCannotHoldIsRefused() {
        BufferMemory.require(128, 1, 832L << 20);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BufferMemory.require(128, 1, 831L << 20))
                .withMessage(
                        "StreamBufferingSizeInMBs is 128, which with 1 consumers needs a heap of 832"
                                + " MB; this one has 831 MB. Start Java with -Xmx832m, or write"
                                + " less.");
    }

    @Test
    void aBatchClosesAtItsSizeBeforeCompression() {
        batching.setSize(1);
        batching.setCompression("GZIP");
        batching.open();
        String body = "{\"a\":\"" + "x".repeat(500_000) + "\"}";

        Exchange batch = batching.aggregate(null, member(SampleEvents.ok("1", body)));
        batch = batching.aggregate(batch, member(SampleEvents.ok("2", body)));
        assertThat(batching.isFull(batch)).isFalse();
        batch = batching.aggregate(batch, member(SampleEvents.ok("3", body)));
        assertThat(batching.isFull(batch)).isTrue();
    }

    @Test
    void aBatchClosesAtItsNumberOfMembers() {
        batching.setMaxMembers(2);
        batching.open();

        Exchange batch = batching.aggregate(null, member(SampleEvents.ok("1", "{}")));
        assertThat(batching.isFull(batch)).isFalse();
        batch = batching.aggregate(batch, member(SampleEvents.ok("2", "{}")));
        assertThat(batching.isFull(batch)).isTrue();
    }

    @Test
    void theTimeThatABatchHasLeftCountsFromItsFirstMember() {
        batching.setInterval(60);
        batching.open();
        Exchange first = member(SampleEvents.ok("1", "{}"));
        Exchange batch = batching.aggregate(null, first);
        assertThat(batching.remaining(first)).isEqualTo(60_000);

        batching.setClock(Clock.fixed(NOW.plusSeconds(45), ZoneOffset.UTC));
        Exchange second = member(SampleEvents.ok("2", "{}"));
        batch = batching.aggregate(batch, second);
        assertThat(batching.remaining(second)).isEqualTo(15_000);

        batching.setClock(Clock.fixed(NOW.plusSeconds(99), ZoneOffset.UTC));
        assertThat(batching.remaining(second)).isEqualTo(1);
        batching.onCompletion(batch);
        assertThat(batching.remaining(batch)).isZero();
    }

    @Test
    void theKeyFollowsFromTheMembersAndTheirOrder() {
        batching.open();

        assertThat(key("1", "2")).isEqualTo(key("1", "2"));
        assertThat(key("2", "1")).isNotEqualTo(key("1", "2"));
        assertThat(key("12")).isNotEqualTo(key("1", "2"));
        assertThat(key("1"))
                .matches("2026/11/20/10/orders-backup-2026-11-20-10-15-30-[0-9a-f]{32}");
    }

    @Test
    void theKeyBearsTheTimeOfTheOldestEvent() {
        batching.open();
        Exchange batch = batching.aggregate(null, member(SampleEvents.ok("1", "{}")));
        Instant older = Instant.parse("2025-01-02T03:04:05Z");
        batch = batching.aggregate(batch, member(SampleEvents.at(older, "2")));
        batching.onCompletion(batch);

        assertThat(batch.getMessage().getHeader("CamelAwsS3Key", String.class))
                .startsWith("2025/01/02/03/orders-backup-2025-01-02-03-04-05-");
    }

    @Test
    void theObjectCanBeReadAgainAndAgain() throws IOException {
        batching.setCompression("GZIP");
        batching.open();
        Exchange batch = null;
        for (int i = 0; i < 5_000; i++) {
            batch =
                    batching.aggregate(
                            batch, member(SampleEvents.ok("e-" + i, "{\"i\":" + i + "}")));
        }
        batching.onCompletion(batch);
        InputStream stored = batch.getMessage().getBody(InputStream.class);
        byte[] first = stored.readAllBytes();
        assertThat(first).hasSize((int) ((StreamCache) stored).length());
        assertThat(stored.read()).isEqualTo(-1);

        ((StreamCache) stored).reset();
        assertThat(stored.available()).isEqualTo(first.length);
        assertThat(stored.read()).isEqualTo(first[0] & 0xff);
        stored.reset();

        assertThat(stored.readAllBytes()).isEqualTo(first);
        assertThat(text(batch).lines()).hasSize(5_000);
    }

    @Test
    void whatTheSenderPutIntoHeadersDoesNotSteerThePut() {
        batching.open();
        Exchange member = member(SampleEvents.ok("1", "{}"));
        member.getMessage().setHeader("CamelAwsS3BucketName", "elsewhere");
        Exchange batch = batching.aggregate(null, member);
        batching.onCompletion(batch);

        assertThat(batch.getMessage().getHeaders())
                .containsOnlyKeys(
                        "CamelAwsS3Key", "CamelAwsS3ContentType", "CamelAwsS3ContentLength");
    }

    @Test
    void aFailedRecordIsWrittenInFirehosesFormat() throws IOException {
        batching.open();
        TransformedEvent failed = SampleEvents.failed("1", "no json", "It is no order");
        assertThat(batching.destination(failed))
                .isNotEqualTo(batching.destination(SampleEvents.ok("1", "")));
        Exchange batch = batching.aggregate(null, member(failed));
        batching.onCompletion(batch);

        assertThat(batch.getMessage().getHeader("CamelAwsS3Key", String.class))
                .startsWith("processing-failed/2026/11/20/10/orders-backup-");
        JsonNode record = new ObjectMapper().readTree(text(batch));
        assertThat(record.fieldNames())
                .toIterable()
                .containsExactly(
                        "attemptsMade",
                        "arrivalTimestamp",
                        "errorCode",
                        "errorMessage",
                        "attemptEndingTimestamp",
                        "rawData");
        assertThat(record.get("attemptsMade").textValue()).isEqualTo("1");
        assertThat(record.get("arrivalTimestamp").textValue())
                .isEqualTo(Long.toString(SampleEvents.TIME.plusMillis(7).toEpochMilli()));
        assertThat(record.get("attemptEndingTimestamp").textValue())
                .isEqualTo(Long.toString(NOW.toEpochMilli()));
        assertThat(record.get("errorMessage").textValue()).isEqualTo("It is no order");
        assertThat(Base64.getDecoder().decode(record.get("rawData").textValue()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("no json");
    }

    private String key(String... ids) {
        Exchange batch = null;
        for (String id : ids) {
            batch = batching.aggregate(batch, member(SampleEvents.ok(id, "{}")));
        }
        batching.onCompletion(batch);
        return batch.getMessage().getHeader("CamelAwsS3Key", String.class);
    }

    private Exchange member(TransformedEvent event) {
        DefaultExchange exchange = new DefaultExchange(context);
        exchange.getExchangeExtension().setFromRouteId("orders-backup");
        exchange.getMessage().setBody(event);
        return exchange;
    }

    private static String text(Exchange batch) throws IOException {
        InputStream stored = batch.getMessage().getBody(InputStream.class);
        stored.reset();
        return new String(Compression.decompress(stored).readAllBytes(), StandardCharsets.UTF_8);
    }
}
