package io.eventfork.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The two encodings of requests and answers. */
class WireTest {

    private static final String JSON = "application/x-amz-json-1.1";
    private static final String CBOR = "application/x-amz-cbor-1.1";

    @AfterEach
    void restore() {
        KinesisApi.useWhatIsDefault();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void blobsAndTimestampsSurviveEitherEncoding(boolean cbor) {
        KinesisApi.useCbor(cbor);
        try (KinesisApi api = new KinesisApi()) {
            api.create("orders", 1);
            api.put("orders", "käse", "{\"Id\":\"ü\"}");

            Record record =
                    api.read(
                                    api.iterator(
                                            "orders",
                                            KinesisApi.FIRST,
                                            r ->
                                                    r.shardIteratorType(
                                                                    ShardIteratorType.AT_TIMESTAMP)
                                                            .timestamp(api.time.instant())))
                            .records()
                            .get(0);

            assertThat(KinesisApi.text(record)).isEqualTo("{\"Id\":\"ü\"}");
            assertThat(record.partitionKey()).isEqualTo("käse");
            assertThat(record.approximateArrivalTimestamp()).isEqualTo(api.time.instant());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void clientsKnowErrorsInEitherEncoding(boolean cbor) {
        KinesisApi.useCbor(cbor);
        try (KinesisApi api = new KinesisApi()) {
            assertThatExceptionOfType(ResourceNotFoundException.class)
                    .isThrownBy(() -> api.put("orders", "a", "x"))
                    .withMessageContaining("Stream orders under account 000000000000 not found.")
                    .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));
            assertThatExceptionOfType(KinesisException.class)
                    .isThrownBy(
                            () ->
                                    api.client.mergeShards(
                                            r ->
                                                    r.streamName("orders")
                                                            .shardToMerge("a")
                                                            .adjacentShardToMerge("b")))
                    .satisfies(
                            e -> {
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("UnknownOperationException");
                                assertThat(e.awsErrorDetails().errorMessage())
                                        .isEqualTo(
                                                "The local cloud does not offer the Kinesis"
                                                        + " operation"
                                                        + " 'Kinesis_20131202.MergeShards'.");
                            });
        }
    }

    @Test
    void answersInTheEncodingOfTheRequest() {
        try (KinesisApi api = new KinesisApi()) {
            assertThat(send(api, JSON, "ListStreams", "{}").headers())
                    .containsEntry("content-type", JSON);
            ServiceResponse refused = send(api, CBOR, "SubscribeToShard", "");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.headers())
                    .containsEntry("content-type", CBOR)
                    .containsEntry("x-amzn-errortype", "UnknownOperationException");
            ServiceResponse nonsense = send(api, CBOR, "ListStreams", "{}");
            assertThat(nonsense.status()).isEqualTo(400);
            assertThat(nonsense.headers())
                    .containsEntry("x-amzn-errortype", "SerializationException");
        }
    }

    @Test
    void writesJsonAsAwsDoes() throws IOException {
        try (KinesisApi api = new KinesisApi()) {
            send(api, JSON, "CreateStream", "{'StreamName':'orders','ShardCount':1}");
            send(
                    api,
                    JSON,
                    "PutRecord",
                    "{'StreamName':'orders','PartitionKey':'a','Data':'AP8='}");
            String iterator =
                    json(send(
                                    api,
                                    JSON,
                                    "GetShardIterator",
                                    "{'StreamName':'orders','ShardId':'shardId-000000000000',"
                                            + "'ShardIteratorType':'AT_TIMESTAMP','Timestamp':1.5}"))
                            .path("ShardIterator")
                            .asText();
            ServiceResponse read =
                    send(api, JSON, "GetRecords", "{'ShardIterator':'" + iterator + "'}");

            assertThat(new String(read.body(), StandardCharsets.UTF_8))
                    .contains("\"ApproximateArrivalTimestamp\":1795222923.004,")
                    .contains("\"Data\":\"AP8=\"");
            assertThat(json(read).path("MillisBehindLatest").isIntegralNumber()).isTrue();
            JsonNode refused =
                    json(
                            send(
                                    api,
                                    JSON,
                                    "PutRecord",
                                    "{'StreamName':'orders','PartitionKey':'a','Data':'*'}"));
            assertThat(refused.path("__type").asText()).isEqualTo("SerializationException");
            assertThat(refused.path("message").asText())
                    .isEqualTo("data must be a text in Base64.");
        }
    }

    private static ServiceResponse send(
            KinesisApi api, String encoding, String action, String body) {
        return api.service.handle(
                new ServiceRequest(
                        "POST",
                        "/",
                        "",
                        Map.of(
                                "content-type",
                                encoding,
                                "x-amz-target",
                                "Kinesis_20131202." + action),
                        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode json(ServiceResponse response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }
}
