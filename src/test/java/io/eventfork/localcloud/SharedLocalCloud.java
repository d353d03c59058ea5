package io.eventfork.localcloud;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * A local cloud on free ports with standard clients, started when a test of this JVM first asks for
 * it and closed when the JVM ends. Tests share it: each names its resources so that no other test
 * uses them.
 */
public final class SharedLocalCloud {

    private final LocalCloud cloud;
    private final SqsClient sqs;
    private final SnsClient sns;
    private final DynamoDbClient dynamoDb;
    private final S3Client s3;
    private final StsClient sts;

    private SharedLocalCloud(int openSearchPort) {
        cloud = LocalCloud.start(new LocalCloudOptions(0, openSearchPort, line -> {}));
        sqs = build(SqsClient.builder());
        sns = build(SnsClient.builder());
        dynamoDb = build(DynamoDbClient.builder());
        s3 = build(S3Client.builder().forcePathStyle(true));
        sts = build(StsClient.builder());
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shared-localcloud-stop"));
    }

    /** The cloud without OpenSearch. */
    public static SharedLocalCloud get() {
        return WithoutOpenSearch.CLOUD;
    }

    /** A second cloud, with OpenSearch, which may still be starting: see {@link #openSearch()}. */
    public static SharedLocalCloud withOpenSearch() {
        return WithOpenSearch.CLOUD;
    }

    public URI endpoint() {
        return cloud.endpoint();
    }

    /** Waits until OpenSearch answers. */
    public URI openSearch() {
        return cloud.openSearch().toCompletableFuture().orTimeout(4, TimeUnit.MINUTES).join();
    }

    public SqsClient sqs() {
        return sqs;
    }

    public SnsClient sns() {
        return sns;
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    public S3Client s3() {
        return s3;
    }

    public StsClient sts() {
        return sts;
    }

    /** A client of any service, as the clients here are. */
    public <B extends AwsClientBuilder<B, C>, C> C build(B builder) {
        return builder.endpointOverride(cloud.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("local", "local")))
                .build();
    }

    private void close() {
        sqs.close();
        sns.close();
        dynamoDb.close();
        s3.close();
        sts.close();
        cloud.close();
    }

    private static final class WithoutOpenSearch {
        static final SharedLocalCloud CLOUD =
                new SharedLocalCloud(LocalCloudOptions.WITHOUT_OPENSEARCH);
    }

    private static final class WithOpenSearch {
        static final SharedLocalCloud CLOUD = new SharedLocalCloud(0);
    }
}
