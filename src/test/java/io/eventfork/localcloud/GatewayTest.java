package io.eventfork.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which service a request reaches; each service here answers its own name and what it got. */
class GatewayTest {

    private final Gateway gateway = new Gateway("127.0.0.1", 0);
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void emulate() {
        List.of("sqs", "sns", "sts", "s3", "dynamodb", "events", "kinesis").forEach(this::emulate);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqs", "sns", "sts", "s3", "dynamodb", "events", "kinesis"})
    void goesByTheSignatureInTheHeader(String service) throws Exception {
        assertThat(send(request("/a?b=c").header("authorization", signature(service))))
                .isEqualTo(service + " GET /a b=c ");
    }

    @Test
    void goesByTheSignatureOfAPresignedUrl() throws Exception {
        assertThat(
                        send(
                                request(
                                        "/b/k?X-Amz-Credential=K%2F20260101%2Feu-west-1%2Fs3%2Faws4_request")))
                .startsWith("s3 GET /b/k");
    }

    @ParameterizedTest
    @CsvSource({
        "AmazonSQS.SendMessage,sqs",
        "DynamoDB_20120810.PutItem,dynamodb",
        "DynamoDBStreams_20120810.GetRecords,dynamodb",
        "AWSEvents.PutEvents,events",
        "Kinesis_20131202.PutRecord,kinesis"
    })
    void goesByTheTargetOfAnUnsignedRequest(String target, String service) throws Exception {
        assertThat(send(request("/").header("x-amz-target", target).POST(BodyPublishers.noBody())))
                .startsWith(service + " POST");
    }

    @ParameterizedTest
    @CsvSource({
        "Action=CreateQueue,sqs",
        "Action=SendMessageBatch,sqs",
        "Action=SetQueueAttributes&Version=2012-11-05,sqs",
        "Action=AddPermission&Version=2012-11-05,sqs",
        "Action=AddPermission&Version=2010-03-31,sns",
        "Action=Publish,sns",
        "Action=GetCallerIdentity,sts",
        "Version=2011-06-15&Action=AssumeRole,sts",
    })
    void goesByTheActionOfAnUnsignedRequest(String form, String service) throws Exception {
        assertThat(send(form("/", form))).isEqualTo(service + " POST /  " + form);
        assertThat(send(request("/?" + form))).isEqualTo(service + " GET / " + form + " ");
    }

    @Test
    void takesAnyActionOnAQueuesPathForSqs() throws Exception {
        assertThat(send(form("/000000000000/orders", "Action=RemovePermission")))
                .startsWith("sqs ");
    }

    @Test
    void takesWhatIsLeftForS3() throws Exception {
        assertThat(send(request("/bucket/key").PUT(BodyPublishers.ofString("body"))))
                .isEqualTo("s3 PUT /bucket/key  body");
        assertThat(send(form("/bucket/key", "a=b"))).isEqualTo("s3 POST /bucket/key  a=b");
    }

    @Test
    void answersAnUnknownServiceInTheFormOfItsProtocol() throws Exception {
        assertThat(send(request("/").header("authorization", signature("lambda"))))
                .contains("<Code>NotImplemented</Code>", "The service 'lambda' is not part");
        assertThat(send(request("/").header("x-amz-target", "Logs_20140328.PutLogEvents")))
                .contains("\"__type\":\"NotImplemented\"", "'logs_20140328' is not part");
    }

    @Test
    void answersThatAStandInIsAway() throws Exception {
        gateway.standIn("sqs", FreePort.find());

        HttpResponse<String> response =
                http.send(form("/", "Action=ListQueues").build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("<Code>ServiceUnavailable</Code>");
    }

    private void emulate(String name) {
        gateway.emulate(
                new EmulatedService() {
                    @Override
                    public String signingName() {
                        return name;
                    }

                    @Override
                    public ServiceResponse handle(ServiceRequest request) {
                        String text =
                                "%s %s %s %s %s"
                                        .formatted(
                                                name,
                                                request.method(),
                                                request.path(),
                                                request.query(),
                                                new String(request.body(), StandardCharsets.UTF_8));
                        return new ServiceResponse(
                                200, Map.of(), text.getBytes(StandardCharsets.UTF_8));
                    }
                });
    }

    private static String signature(String service) {
        return "AWS4-HMAC-SHA256 Credential=K/20260101/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=0"
                .formatted(service);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path));
    }

    private HttpRequest.Builder form(String path, String form) {
        return request(path)
                .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(BodyPublishers.ofString(form));
    }

    private String send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString()).body();
    }
}
