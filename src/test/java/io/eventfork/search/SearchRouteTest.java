package io.eventfork.search;

import static io.eventfork.search.FakeOpenSearch.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.FilterPolicy;
import io.eventfork.pipeline.Compression;
import io.eventfork.search.FakeOpenSearch.Answer;
import io.eventfork.search.FakeOpenSearch.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchRouteTest {

    private final SearchFixture search = new SearchFixture();

    @AfterEach
    void stop() {
        search.close();
    }

    @Test
    void indexesABatchByTheEventsIdsExactlyAsTransformed() {
        search.with("MaxMembers", "2").start();
        search.send("e-1", "{\"amount\":450.00, \"card-number\":\"4111 1111 1111 1111\"}");
        search.send("e-2", "{\"amount\":100.10}");
        search.awaitAcknowledged();

        assertThat(search.openSearch.bulks()).hasSize(1);
        Request bulk = search.openSearch.bulks().get(0);
        assertThat(bulk.method()).isEqualTo("POST");
        assertThat(bulk.headers().getFirst("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(bulk.body())
                .isEqualTo(
                        """
                        {"index":{"_index":"orders","_id":"e-1"}}
                        {"amount":450.00}
                        {"index":{"_index":"orders","_id":"e-2"}}
                        {"amount":100.10}
                        """);
        assertThat(bulk.headers()).doesNotContainKeys("Eventid", "Occurredat", "Authorization");
        assertThat(search.bucket.puts()).isEmpty();
    }

    @Test
    void installsTheIndexTemplateOnceBeforeTheFirstDocument() {
        search.with("MaxMembers", "1").start();
        search.send("e-1", "{}");
        search.send("e-2", "{}");
        search.awaitAcknowledged();

        List<Request> requests = search.openSearch.requests();
        assertThat(requests).hasSize(3);
        assertThat(requests.get(0).method()).isEqualTo("PUT");
        assertThat(requests.get(0).uri().getPath()).isEqualTo("/_index_template/eventfork-orders");
        assertThat(requests.get(0).headers().getFirst("Content-Type"))
                .isEqualTo("application/json");
        assertThat(FakeOpenSearch.json(requests.get(0).body()).at("/index_patterns/0").asText())
                .isEqualTo("orders");
        assertThat(requests.subList(1, 3)).allMatch(Request::isBulk);
    }

    @Test
    void pausesWhileTheIndexTemplateIsRefused() {
        search.openSearch.other(403, "{}");
        search.with("MaxMembers", "1").start();
        search.send("e-1", "{}");

        assertThat(search.awaitPaused()).contains("answered 403 to the index template");
        assertThat(search.openSearch.bulks()).isEmpty();

        search.openSearch.other(200, "{}");
        search.awaitAcknowledged();
        assertThat(search.openSearch.bulks()).hasSize(1);
    }

    @Test
    void aBatchIsIndexedWhenItIsOldEnough() {
        search.with("StreamBufferingIntervalInSeconds", "1").start();
        search.send("e-1", "{}");
        search.awaitAcknowledged();

        assertThat(search.openSearch.bulks().get(0).ids()).containsExactly("e-1");
    }

    @Test
    void retriesOnlyWhatMayStillSucceedAndFailsTheRestAtOnce() {
        AtomicInteger busy = new AtomicInteger(2);
        search.openSearch.bulk(
                request ->
                        items(
                                request,
                                id ->
                                        switch (id) {
                                            case "bad" -> 400;
                                            case "busy" -> busy.getAndDecrement() > 0 ? 429 : 201;
                                            default -> 201;
                                        }));
        search.with("MaxMembers", "3").start();
        search.send("good", "{\"a\":1}");
        search.send("bad", "{\"a\":{}}");
        search.send("busy", "{\"a\":3}");
        search.awaitAcknowledged();

        assertThat(search.openSearch.bulks())
                .extracting(Request::ids)
                .containsExactly(List.of("good", "bad", "busy"), List.of("busy"), List.of("busy"));
        search.awaitCount("delivered", 2);
        search.awaitCount("rejected", 1);
        List<JsonNode> failed = failedRecords();
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly(
                        "attemptsMade",
                        "arrivalTimestamp",
                        "errorCode",
                        "errorMessage",
                        "attemptEndingTimestamp",
                        "esDocumentId",
                        "esIndexName",
                        "esTypeName",
                        "rawData");
        assertThat(failed.get(0).get("attemptsMade").textValue()).isEqualTo("1");
        assertThat(failed.get(0).get("errorCode").textValue()).isEqualTo("400");
        assertThat(failed.get(0).get("errorMessage").textValue()).contains("some_exception");
        assertThat(failed.get(0).get("esDocumentId").textValue()).isEqualTo("bad");
        assertThat(failed.get(0).get("esIndexName").textValue()).isEqualTo("orders");
        assertThat(raw(failed.get(0))).isEqualTo("{\"a\":{}}");
        assertThat(search.bucket.puts().get(0).request().key())
                .matches("AmazonOpenSearchService_failed/2026/01/01/10/orders-search-[0-9a-f]{32}");
        assertThat(search.bucket.puts().get(0).request().serverSideEncryptionAsString())
                .isEqualTo("aws:kms");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 429, 503})
    void whatStaysRefusedFailsWhenTheRetryDurationIsOver(int status) {
        search.openSearch.bulk(request -> new Answer(status, "{\"error\":\"busy\"}"));
        search.with("MaxMembers", "2").start();
        search.send("e-1", "{}");
        search.send("e-2", "{}");
        search.awaitPaused();
        await().until(() -> search.openSearch.bulks().size() > 2);
        assertThat(search.bucket.puts()).isEmpty();

        search.clock.advance(Duration.ofSeconds(31));
        search.awaitAcknowledged();

        assertThat(failedRecords())
                .hasSize(2)
                .allSatisfy(
                        failed ->
                                assertThat(failed.get("errorCode").textValue())
                                        .isEqualTo(
                                                status == 0
                                                        ? SearchBatch.NO_ANSWER
                                                        : Integer.toString(status)));
        assertThat(failedRecords().get(0).get("attemptsMade").asInt()).isGreaterThan(2);
    }

    @Test
    void openSearchIsNotAskedAgainOnceTheRetryDurationIsOver() {
        search.openSearch.bulk(request -> new Answer(0, ""));
        search.with("MaxMembers", "1").with("StreamRetryDurationInSeconds", "0").start();
        search.send("e-1", "{}");
        search.awaitAcknowledged();

        assertThat(search.openSearch.bulks()).hasSize(1);
        assertThat(failedRecords().get(0).get("attemptsMade").textValue()).isEqualTo("1");
    }

    @Test
    void theClientRepeatsNoRequestOfItsOwnAccord() {
        search.openSearch.bulk(request -> new Answer(503, ""));
        search.with("MaxMembers", "1").with("StreamRetryDurationInSeconds", "0").start();
        search.send("e-1", "{}");
        search.awaitAcknowledged();

        assertThat(search.openSearch.bulks()).hasSize(1);
    }

    @Test
    void requestsAreCutBySize() {
        search.withBulkSize(100).with("MaxMembers", "3").start();
        search.send("e-1", "{}");
        search.send("e-2", "{}");
        search.send("e-3", "{\"text\":\"" + "x".repeat(200) + "\"}");
        search.awaitAcknowledged();

        assertThat(search.openSearch.bulks())
                .extracting(Request::ids)
                .containsExactly(List.of("e-1", "e-2"), List.of("e-3"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413})
    void aRefusedRequestIsHalvedUntilTheOneCulpritIsFound(int status) {
        search.openSearch.bulk(
                request ->
                        request.ids().contains("e-3")
                                ? new Answer(status, "")
                                : items(request, id -> 201));
        search.with("MaxMembers", "4").start();
        for (int i = 1; i <= 4; i++) {
            search.send("e-" + i, "{}");
        }
        search.awaitAcknowledged();

        assertThat(search.openSearch.bulks())
                .extracting(Request::ids)
                .containsExactly(
                        List.of("e-1", "e-2", "e-3", "e-4"),
                        List.of("e-1", "e-2"),
                        List.of("e-3", "e-4"),
                        List.of("e-3"),
                        List.of("e-4"));
        assertThat(failedRecords()).hasSize(1);
        assertThat(failedRecords().get(0).get("esDocumentId").textValue()).isEqualTo("e-3");
    }

    @Test
    void anAnswerThatIsNoneCountsAsNone() {
        search.openSearch.bulk(request -> new Answer(200, "<html>"));
        search.with("MaxMembers", "1").start();
        search.send("e-1", "{}");
        search.awaitPaused();

        search.openSearch.bulk(request -> items(request, id -> 200));
        search.awaitAcknowledged();
        assertThat(search.bucket.puts()).isEmpty();
    }

    @Test
    void losesNothingWhileTheBucketIsAwayTooAndOverwritesWhatItPut() {
        search.openSearch.bulk(request -> items(request, id -> 400));
        search.bucket.away(true);
        search.with("MaxMembers", "1").start();
        search.send("e-1", "{}");
        assertThat(search.awaitPaused()).contains("Connection refused");
        assertThat(search.queues.bodies(SearchFixture.QUEUE)).hasSize(1);

        search.bucket.away(false);
        search.awaitAcknowledged();

        assertThat(search.openSearch.bulks()).hasSize(1);
        assertThat(failedRecords()).hasSize(1);
    }

    @Test
    void waitsForeverIfNoOpenSearchIsConfigured() {
        search.withoutOpenSearch()
                .with("MaxMembers", "1")
                .with("StreamRetryDurationInSeconds", "0")
                .start();
        search.send("e-1", "{}");
        assertThat(search.awaitPaused()).contains("set eventfork.opensearch");

        search.clock.advance(Duration.ofMinutes(10));
        await().during(Duration.ofMillis(200))
                .until(() -> search.queues.bodies(SearchFixture.QUEUE).size() == 1);
        assertThat(search.bucket.puts()).isEmpty();
    }

    @Test
    void whatIsNoObjectFailsForGood() {
        search.with("MaxMembers", "2").start();
        search.send("e-1", "[1]");
        search.send("e-2", "paid with 4111 1111 1111 1111");
        search.awaitAcknowledged();

        assertThat(search.openSearch.requests()).isEmpty();
        assertThat(failedRecords())
                .extracting(failed -> failed.get("errorCode").textValue())
                .containsExactly("NotAnObject", "NotAnObject");
        assertThat(raw(failedRecords().get(1))).doesNotContain("4111");
    }

    @Test
    void failedProcessingsHaveAFolderOfTheirOwn() {
        search.context
                .getRegistry()
                .bind(
                        "refusing",
                        (org.apache.camel.Processor)
                                exchange -> {
                                    exchange.getMessage()
                                            .setHeader("EventforkOutcome", "ProcessingFailed");
                                    exchange.getMessage().setHeader("EventforkReason", "no good");
                                });
        search.with("MaxMembers", "1").with("Transform", "bean:refusing").start();
        search.send("e-1", "{}");
        search.awaitAcknowledged();

        assertThat(search.bucket.puts().get(0).request().key())
                .startsWith("processing-failed/2026/01/01/10/");
        JsonNode failed = failedRecords().get(0);
        assertThat(failed.get("errorMessage").textValue()).isEqualTo("no good");
        assertThat(failed.has("esDocumentId")).isFalse();
        assertThat(search.openSearch.bulks()).isEmpty();
        search.awaitCount("rejected", 1);
        assertThat(search.count("delivered")).isZero();
    }

    @Test
    void whatItsTransformationDropsCountsAsFiltered() {
        search.context
                .getRegistry()
                .bind(
                        "dropping",
                        (org.apache.camel.Processor)
                                exchange ->
                                        exchange.getMessage()
                                                .setHeader("EventforkOutcome", "Dropped"));
        search.with("MaxMembers", "1").with("Transform", "bean:dropping").start();
        search.send("e-1", "{}");

        search.awaitCount("filtered", 1);
        assertThat(search.count("delivered")).isZero();
        assertThat(search.openSearch.bulks()).isEmpty();
    }

    @Test
    void allDocumentsAreStoredOnDemandToo() throws Exception {
        search.with("MaxMembers", "2")
                .with("S3BackupMode", "AllDocuments")
                .with("StreamPrefix", "search/")
                .with("StreamCompressionFormat", "GZIP")
                .start();
        search.send("e-1", "2026-01-01T09:59:00Z", "{\"n\":1}");
        search.send("e-2", "{\"n\":2}");
        search.awaitAcknowledged();

        RecordingS3.Put put = search.bucket.puts().get(0);
        assertThat(put.request().key())
                .matches("search/2026/01/01/09/orders-search-[0-9a-f]{32}\\.gz");
        assertThat(
                        new String(
                                Compression.decompress(put.content().asInputStream())
                                        .readAllBytes(),
                                StandardCharsets.UTF_8))
                .isEqualTo("{\"n\":1}\n{\"n\":2}\n");
    }

    @Test
    void whatIsNoObjectIsNotAmongAllDocuments() {
        search.with("MaxMembers", "1").with("S3BackupMode", "AllDocuments").start();
        search.send("e-1", "two\nlines");
        search.awaitAcknowledged();

        assertThat(failedRecords()).hasSize(1);
        assertThat(raw(failedRecords().get(0))).isEqualTo("two\nlines");
    }

    @Test
    void anEventThatComesAgainTwoHoursLaterHasTheSameDocument() {
        search.with("MaxMembers", "1").with("SearchIndexRotationPeriod", "OneHour").start();
        search.send("e-1", "{}");
        search.awaitAcknowledged();
        search.clock.advance(Duration.ofHours(2));
        search.send("e-1", "{}");
        search.awaitAcknowledged();

        assertThat(search.openSearch.bulks()).extracting(Request::body).hasSize(2);
        assertThat(search.openSearch.bulks().get(1).body())
                .isEqualTo(search.openSearch.bulks().get(0).body())
                .contains("orders-2026-01-01-10");
    }

    @Test
    void theIndexIsThatOfTheEventsTime() {
        search.with("MaxMembers", "2").with("SearchIndexRotationPeriod", "OneHour").start();
        search.send("e-1", "2026-01-01T09:59:59.999Z", "{}");
        search.send("e-2", "2026-01-01T11:00:00+01:00", "{}");
        search.awaitAcknowledged();

        assertThat(search.openSearch.bulks().get(0).body())
                .contains("orders-2026-01-01-09", "orders-2026-01-01-10");
    }

    @Test
    void whatTheFilterDoesNotMatchIsAcknowledgedAndNotIndexed() throws Exception {
        search.withFilter(
                        FilterPolicy.parse(
                                "{\"eventId\":[\"wanted\"]}",
                                FilterPolicy.Scope.MESSAGE_ATTRIBUTES))
                .with("MaxMembers", "1")
                .start();
        search.send("unwanted", "{}");
        search.send("wanted", "{}");
        search.awaitAcknowledged();

        assertThat(search.openSearch.bulks())
                .extracting(Request::ids)
                .containsExactly(List.of("wanted"));
        search.awaitCount("filtered", 1);
        search.awaitCount("delivered", 1);
    }

    private List<JsonNode> failedRecords() {
        assertThat(search.bucket.puts()).hasSize(1);
        return search.bucket
                .puts()
                .get(0)
                .content()
                .asUtf8String()
                .lines()
                .map(FakeOpenSearch::json)
                .toList();
    }

    private static String raw(JsonNode failed) {
        return new String(
                Base64.getDecoder().decode(failed.get("rawData").textValue()),
                StandardCharsets.UTF_8);
    }
}
