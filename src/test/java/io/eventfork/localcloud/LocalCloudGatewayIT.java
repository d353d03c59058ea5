package io.eventfork.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The local cloud's one endpoint, by plain HTTP. */
class LocalCloudGatewayIT {

    private static final URI ENDPOINT = SharedLocalCloud.get().endpoint();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String queue = "it-" + UUID.randomUUID();

    @Test
    void speaksTheQueryProtocolOfSqs() throws Exception {
        assertThat(form("/", "Action=CreateQueue&Version=2012-11-05&QueueName=" + queue).body())
                .contains("<QueueUrl>" + ENDPOINT + "/000000000000/" + queue + "</QueueUrl>");
        form("/000000000000/" + queue, "Action=SendMessage&MessageBody=a%2Bb%20%C3%A4");

        assertThat(get("/000000000000/" + queue + "?Action=ReceiveMessage").body())
                .contains("<Body>a+b ä</Body>");
    }

    @Test
    void tellsUnsignedRequestsApartByTheirForm() throws Exception {
        assertThat(form("/", "Action=GetCallerIdentity&Version=2011-06-15").body())
                .contains("<Account>000000000000</Account>");
        assertThat(form("/", "Action=CreateTopic&Name=" + queue).body())
                .contains("arn:aws:sns:us-east-1:000000000000:" + queue);
        assertThat(form("/", "Action=ListQueues").body()).contains("ListQueuesResponse");
        assertThat(get("/").body()).contains("ListAllMyBucketsResult");
    }

    @Test
    void answersTheCallersIdentityToTheSdk() {
        assertThat(SharedLocalCloud.get().sts().getCallerIdentity())
                .satisfies(
                        identity -> {
                            assertThat(identity.account()).isEqualTo("000000000000");
                            assertThat(identity.arn()).isEqualTo("arn:aws:iam::000000000000:root");
                        });
    }

    @Test
    void namesAServiceThatItDoesNotHave() throws Exception {
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(ENDPOINT.resolve("/functions"))
                                .header(
                                        "Authorization",
                                        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0")
                                .build(),
                        BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(response.body())
                .contains("The service 'lambda' is not part of Eventfork's local cloud.");
    }

    @Test
    void listsItsServices() throws Exception {
        assertThat(get("/_cloud/health").body())
                .contains("sqs", "sns", "s3", "dynamodb", "sts", "events", "scheduler")
                .contains("\"running\"");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(ENDPOINT.resolve(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> form(String path, String form)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(ENDPOINT.resolve(path))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }
}
