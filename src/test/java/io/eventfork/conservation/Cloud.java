package io.eventfork.conservation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The local cloud as a process of its own, and standard clients of it that no fault meets. */
final class Cloud implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("The local cloud is ready: (\\S+)");
    private static final Pattern SEARCH = Pattern.compile("OpenSearch is ready: (\\S+)");

    private final JavaProcess process;
    private final URI endpoint;
    private final URI search;
    private final SqsClient sqs;
    private final DynamoDbClient dynamoDb;
    private final S3Client s3;

    private Cloud(JavaProcess process, URI endpoint, URI search) {
        this.process = process;
        this.endpoint = endpoint;
        this.search = search;
        sqs = build(SqsClient.builder());
        dynamoDb = build(DynamoDbClient.builder());
        s3 = build(S3Client.builder().forcePathStyle(true));
    }

    /** Starts it on free ports and waits for all of its services. */
    static Cloud start(Path folder) throws IOException, InterruptedException, TimeoutException {
        JavaProcess process =
                JavaProcess.start(
                        folder.resolve("cloud.log"),
                        List.of("-Xmx2g"),
                        List.of("cloud", "--port", "0", "--opensearch-port", "0"));
        try {
            URI endpoint = URI.create(process.await(READY));
            return new Cloud(process, endpoint, URI.create(process.await(SEARCH)));
        } catch (IOException | InterruptedException | TimeoutException e) {
            process.close();
            throw e;
        }
    }

    URI endpoint() {
        return endpoint;
    }

    URI search() {
        return search;
    }

    SqsClient sqs() {
        return sqs;
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    S3Client s3() {
        return s3;
    }

    private <B extends AwsClientBuilder<B, C>, C> C build(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("oracle", "oracle")))
                .build();
    }

    @Override
    public void close() {
        sqs.close();
        dynamoDb.close();
        s3.close();
        process.close();
    }
}
