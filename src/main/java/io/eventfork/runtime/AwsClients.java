package io.eventfork.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The AWS clients of the application, one a service, all on one connection pool. Camel's AWS
 * components find them in the registry. With an endpoint, every service is called there, and
 * credentials that nobody checks are used when none are configured. Thread-safe; {@link #close()}
 * ends all clients.
 */
final class AwsClients implements AutoCloseable {

    private static final String ENDPOINT = "eventfork.endpoint";

    /** Longer than the longest SQS long poll, 20 s. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);

    /** That build clients; two wait for the third, which makes what all need. */
    private static final int THREADS = 3;

    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    THREADS,
                    task -> {
                        Thread thread = new Thread(task, "eventfork-clients");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final CallTimeouts timeouts = new CallTimeouts();
    private final ApiRequests requests;
    private final Region region;
    private final CompletableFuture<SdkHttpClient> http;
    private final CompletableFuture<AwsCredentialsProvider> credentials;
    private final CompletableFuture<SqsClient> sqs;
    private final CompletableFuture<SnsClient> sns;
    private final CompletableFuture<DynamoDbClient> dynamoDb;
    private final CompletableFuture<S3Client> s3;
    private final CompletableFuture<StsClient> sts;
    private final Lazy<EventBridgeClient> eventBridge;
    private final Lazy<KinesisClient> kinesis;
    private final Lazy<SchedulerClient> scheduler;
    private final Lazy<EcsClient> ecs;
    private final AtomicReference<String> account = new AtomicReference<>();

    /** Clients that nobody measures, for commands. */
    AwsClients(Settings settings) {
        this(settings, new SimpleMeterRegistry());
    }

    AwsClients(Settings settings, MeterRegistry meters) {
        requests = new ApiRequests(meters);
        Optional<URI> endpoint = endpoint(settings);
        Duration callTimeout = settings.duration("eventfork.aws.call-timeout");
        int connections = settings.number("eventfork.aws.max-connections", 1, 10_000);
        region = region(settings, endpoint.isPresent());
        // A client takes a tenth of a second or more to build: all at once, beside the rest of the
        // start, and the one first that is called first.
        http = async(() -> http(connections, endpoint));
        credentials = async(() -> credentials(endpoint.isPresent()));
        sts = async(() -> build(StsClient.builder(), endpoint, callTimeout));
        sqs = async(() -> build(SqsClient.builder(), endpoint, callTimeout));
        sns = async(() -> build(SnsClient.builder(), endpoint, callTimeout));
        dynamoDb = async(() -> build(DynamoDbClient.builder(), endpoint, callTimeout));
        // Transfers take as long as they take; everything else has a limit here as elsewhere.
        s3 =
                async(
                        () ->
                                new LimitedS3Client(
                                        build(
                                                s3Builder(endpoint.isPresent()),
                                                endpoint,
                                                Duration.ZERO),
                                        callTimeout));
        threads.shutdown();
        // Not every application has a bus or a stream.
        eventBridge = new Lazy<>(() -> build(EventBridgeClient.builder(), endpoint, callTimeout));
        kinesis = new Lazy<>(() -> build(KinesisClient.builder(), endpoint, callTimeout));
        scheduler = new Lazy<>(() -> build(SchedulerClient.builder(), endpoint, callTimeout));
        ecs = new Lazy<>(() -> build(EcsClient.builder(), endpoint, callTimeout));
    }

    Region region() {
        return region;
    }

    SqsClient sqs() {
        return sqs.join();
    }

    SnsClient sns() {
        return sns.join();
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb.join();
    }

    S3Client s3() {
        return s3.join();
    }

    StsClient sts() {
        return sts.join();
    }

    CompletableFuture<StsClient> stsWhenBuilt() {
        return sts;
    }

    /** Made by the first call. */
    EventBridgeClient eventBridge() {
        return eventBridge.get();
    }

    /** Made by the first call. */
    KinesisClient kinesis() {
        return kinesis.get();
    }

    /** Made by the first call. */
    SchedulerClient scheduler() {
        return scheduler.get();
    }

    /** Made by the first call. */
    EcsClient ecs() {
        return ecs.get();
    }

    void bind(Registry registry) {
        registry.bind("sqsClient", SqsClient.class, sqs());
        registry.bind("snsClient", SnsClient.class, sns());
        registry.bind("dynamoDbClient", DynamoDbClient.class, dynamoDb());
        registry.bind("s3Client", S3Client.class, s3());
        registry.bind("eventBridgeClient", EventBridgeClient.class, this::eventBridge);
    }

    @Override
    public void close() {
        sqs().close();
        sns().close();
        dynamoDb().close();
        s3().close();
        sts().close();
        eventBridge.ifMade().ifPresent(EventBridgeClient::close);
        kinesis.ifMade().ifPresent(KinesisClient::close);
        scheduler.ifMade().ifPresent(SchedulerClient::close);
        ecs.ifMade().ifPresent(EcsClient::close);
        http.join().close();
        timeouts.shutdownNow();
    }

    /** Against AWS, buckets of other accounts are refused. */
    private S3ClientBuilder s3Builder(boolean elsewhere) {
        S3ClientBuilder builder = S3Client.builder().forcePathStyle(elsewhere);
        if (!elsewhere) {
            builder.overrideConfiguration(
                    override ->
                            override.addExecutionInterceptor(
                                    new ExpectedBucketOwner(this::account)));
        }
        return builder;
    }

    /** The account of the credentials, asked for once. */
    private String account() {
        return account.updateAndGet(
                known -> known == null ? sts().getCallerIdentity().account() : known);
    }

    private <C> CompletableFuture<C> async(Supplier<C> client) {
        return CompletableFuture.supplyAsync(client, threads);
    }

    /** Where nothing is encrypted, what encryption needs is not made ready: it takes longest. */
    private static SdkHttpClient http(int connections, Optional<URI> endpoint) {
        ApacheHttpClient.Builder builder =
                ApacheHttpClient.builder()
                        .maxConnections(connections)
                        .connectionTimeout(CONNECTION_TIMEOUT)
                        .socketTimeout(SOCKET_TIMEOUT);
        if (endpoint.filter(uri -> "http".equalsIgnoreCase(uri.getScheme())).isPresent()) {
            builder.socketFactory(new LateTls());
        }
        return builder.build();
    }

    private <
                    B extends
                            AwsClientBuilder<B, C>
                                    & software.amazon.awssdk.core.client.builder
                                                    .SdkSyncClientBuilder<
                                            B, C>,
                    C>
            C build(B builder, Optional<URI> endpoint, Duration callTimeout) {
        endpoint.ifPresent(builder::endpointOverride);
        ClientOverrideConfiguration.Builder override =
                builder.overrideConfiguration().toBuilder()
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                        .addExecutionInterceptor(requests)
                        .scheduledExecutorService(timeouts);
        if (!callTimeout.isZero()) {
            override.apiCallTimeout(callTimeout);
        }
        return builder.region(region)
                .credentialsProvider(credentials.join())
                .httpClient(http.join())
                .overrideConfiguration(override.build())
                .build();
    }

    static Optional<URI> endpoint(Settings settings) {
        String expected = "a URL such as http://127.0.0.1:4566";
        try {
            Optional<URI> uri = settings.optional(ENDPOINT).map(URI::create);
            if (uri.isPresent() && (uri.get().getScheme() == null || uri.get().getHost() == null)) {
                throw settings.invalid(ENDPOINT, expected, null);
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw settings.invalid(ENDPOINT, expected, e);
        }
    }

    private static Region region(Settings settings, boolean endpoint) {
        return settings.optional("eventfork.region")
                .map(Region::of)
                .orElseGet(
                        () -> {
                            try {
                                return endpoint && System.getenv("AWS_REGION") == null
                                        ? Region.US_EAST_1
                                        : DefaultAwsRegionProviderChain.builder()
                                                .build()
                                                .getRegion();
                            } catch (SdkClientException e) {
                                throw new StartException(
                                        "No AWS region is configured; set eventfork.region or AWS_REGION.",
                                        e);
                            }
                        });
    }

    private static AwsCredentialsProvider credentials(boolean endpoint) {
        if (!endpoint) {
            return DefaultCredentialsProvider.builder().build();
        }
        return AwsCredentialsProviderChain.of(
                EnvironmentVariableCredentialsProvider.create(),
                SystemPropertyCredentialsProvider.create(),
                ProfileCredentialsProvider.create(),
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("eventfork", "eventfork")));
    }
}
