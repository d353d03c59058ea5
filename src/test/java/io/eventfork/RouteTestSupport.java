package io.eventfork;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.eventfork.checkout.CheckoutBeans;
import io.eventfork.delivery.BoundedBatches;
import io.eventfork.event.CardGuard;
import io.eventfork.event.FilterPolicy;
import io.eventfork.fulfilment.FulfilmentBeans;
import io.eventfork.outbox.OutboxBeans;
import io.eventfork.problem.HttpProblems;
import io.eventfork.runtime.PipelineFlush;
import io.eventfork.runtime.TestHttpServer;
import io.eventfork.search.OpenSearchSettings;
import io.eventfork.search.RequestAuth;
import io.eventfork.search.SearchBeans;
import io.eventfork.shop.ShopBeans;
import io.eventfork.stream.StreamRecord;
import io.eventfork.tasks.QueueRecords;
import io.eventfork.tasks.StreamProcessorBeans;
import io.eventfork.tasks.TaskSettings;
import io.eventfork.tasks.TasksBeans;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Route;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Runs built-in route files without any cloud. HTTP goes through the application's own server on a
 * free port; queues are stubs to send to; the other AWS endpoints are Camel's own, on clients that
 * record what they are asked, so that a wrong endpoint parameter or header shows.
 */
public final class RouteTestSupport implements AutoCloseable {

    /** All headers that an answer has: of what it is, and of how little may be done with it. */
    public static final Set<String> ANSWER_HEADERS =
            Set.of(
                    "content-type",
                    "content-length",
                    "transfer-encoding",
                    "x-content-type-options",
                    "cache-control",
                    "content-security-policy",
                    "x-frame-options",
                    "referrer-policy");

    private static final String BATCH_WINDOW = "tasks.queue-processor.batch-window";

    public static final String TOPIC_PREFIX = "arn:aws:sns:us-east-1:000000000000:test-";

    public final DefaultCamelContext context = new DefaultCamelContext();
    public final RecordingSns sns = new RecordingSns();
    public final RecordingDynamoDb dynamoDb = new RecordingDynamoDb();
    public final RecordingKinesis kinesis = new RecordingKinesis();
    public final RecordingS3 s3 = new RecordingS3();
    public final RecordingTaskRunner tasks = new RecordingTaskRunner();
    public final RecordingEventBridge eventBridge = new RecordingEventBridge();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LogLines log = new LogLines();
    private final TestHttpServer http;

    private record Names(String kind, UnaryOperator<String> resolve) implements PropertiesFunction {

        @Override
        public String getName() {
            return kind;
        }

        @Override
        public String apply(String name) {
            return resolve.apply(name);
        }
    }

    private static final class LogLines extends AppenderBase<ILoggingEvent> {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(
                    event.getFormattedMessage()
                            + (event.getThrowableProxy() == null
                                    ? ""
                                    : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    /**
     * Runs route files.
     *
     * @param changed settings other than their defaults
     * @param files paths under {@code routes/}, also of one of a file's routes: {@code
     *     file#routeId}
     */
    public static RouteTestSupport run(Map<String, String> changed, String... files)
            throws Exception {
        return run(changed, support -> {}, files);
    }

    /**
     * Runs route files with beans of a test's own.
     *
     * @param beans binds them, before the files are loaded
     */
    public static RouteTestSupport run(
            Map<String, String> changed, Consumer<RouteTestSupport> beans, String... files)
            throws Exception {
        RouteTestSupport running = new RouteTestSupport(changed);
        beans.accept(running);
        List<Resource> resources =
                Arrays.stream(files).map(file -> resource(running.context, file)).toList();
        PluginHelper.getRoutesLoader(running.context).loadRoutes(resources);
        running.context.start();
        running.http.open();
        return running;
    }

    /** A file, or with {@code #} and the id of one of its routes that alone. */
    private static Resource resource(CamelContext context, String file) {
        int id = file.indexOf('#');
        if (id < 0) {
            return ResourceHelper.resolveResource(context, "classpath:routes/" + file);
        }
        String path = file.substring(0, id);
        YAMLMapper yaml = new YAMLMapper();
        try (InputStream stream = RouteTestSupport.class.getResourceAsStream("/routes/" + path)) {
            for (JsonNode entry : yaml.readTree(stream)) {
                String routeId =
                        entry.at("/templatedRoute/routeId").asText()
                                + entry.at("/route/id").asText();
                if (routeId.equals(file.substring(id + 1))) {
                    return ResourceHelper.fromString(path, yaml.writeValueAsString(List.of(entry)));
                }
            }
            throw new AssertionError("There is no " + file + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RouteTestSupport(Map<String, String> changed) {
        log.start();
        root().addAppender(log);
        context.disableJMX();
        context.getShutdownStrategy().setTimeout(60);
        context.addModelLifecycleStrategy(new BoundedBatches());
        StubComponent queues = new StubComponent();
        queues.setAutowiredEnabled(false);
        queues.setDefaultPollTimeout(20);
        context.addComponent("aws2-sqs", queues);
        StubComponent streams = new StubComponent();
        streams.setAutowiredEnabled(false);
        streams.setDefaultPollTimeout(20);
        context.addComponent("kinesis-batch", streams);
        context.getRegistry().bind("sns", SnsClient.class, sns);
        context.getRegistry().bind("dynamoDb", DynamoDbClient.class, dynamoDb);
        context.getRegistry().bind("s3", S3Client.class, s3);
        context.getRegistry().bind("eventBridge", EventBridgeClient.class, eventBridge);
        context.getRegistry().bind("clock", Clock.class, Clock.systemUTC());
        Function<String, Optional<FilterPolicy>> noFilters = queue -> Optional.empty();
        context.getRegistry().bind("declaredFilters", Function.class, noFilters);
        context.getRegistry().bind("pipelineFlush", new PipelineFlush());
        for (String kind : List.of("queue", "table", "bucket", "bus", "stream")) {
            context.getPropertiesComponent()
                    .addPropertiesFunction(new Names(kind, name -> "test-" + name));
        }
        context.getPropertiesComponent()
                .addPropertiesFunction(new Names("topic", name -> TOPIC_PREFIX + name));
        http = new TestHttpServer(context, changed);
        CardGuard cardGuard = http.cardGuard();
        context.getRegistry().bind("cardGuard", cardGuard);
        HttpProblems problems = new HttpProblems(cardGuard::maskText);
        context.getRegistry().bind("httpProblems", problems);
        SearchBeans.bind(
                context,
                new OpenSearchSettings(
                        Optional.ofNullable(changed.get("eventfork.opensearch")).map(URI::create),
                        1_000,
                        Duration.ofMinutes(1),
                        Duration.ofHours(1)),
                RequestAuth.NONE);
        OutboxBeans.bind(context, dynamoDb);
        CheckoutBeans.bind(context.getRegistry(), cardGuard, http.maxEventBytes());
        FulfilmentBeans.bind(context, cardGuard, http.shipping(), Clock.systemUTC());
        ShopBeans.bind(
                context.getRegistry(),
                cardGuard,
                problems,
                dynamoDb,
                http.shop(),
                Clock.systemUTC());
        TasksBeans.bind(
                context,
                new TaskSettings(
                        List.of(),
                        2,
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        3,
                        Duration.parse("PT" + changed.getOrDefault(BATCH_WINDOW, "1s")),
                        Duration.ofHours(1)),
                tasks,
                cardGuard,
                new TasksBeans.Surroundings(
                        dynamoDb,
                        () -> "test-tasks-open",
                        () ->
                                new QueueRecords.Place(
                                        "arn:aws:sqs:us-east-1:000000000000:", "us-east-1"),
                        () -> Optional.of(URI.create("http://127.0.0.1:1"))),
                Clock.systemUTC());
        StreamProcessorBeans.bind(
                context, http.streamTasks(), () -> kinesis, s3, cardGuard, Clock.systemUTC());
    }

    /** Sends a request; headers are given as name, value, name, value, … */
    public HttpResponse<String> send(String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(http.uri(path))
                        .method(method, BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(http.uri(path)).build(), BodyHandlers.ofString());
    }

    /** Lets a queue deliver a message, and returns what became of it. */
    public Exchange deliver(String queue, String body, Map<String, Object> headers) {
        return context.createFluentProducerTemplate()
                .to("aws2-sqs:test-" + queue)
                .withExchange(
                        () -> {
                            Exchange exchange =
                                    context.getEndpoint("aws2-sqs:test-" + queue)
                                            .createExchange(ExchangePattern.InOut);
                            exchange.getMessage().setBody(body);
                            exchange.getMessage().setHeaders(headers);
                            return exchange;
                        })
                .send();
    }

    /** Lets a stream deliver a batch, as its consumer does, and returns what became of it. */
    public Exchange deliver(String stream, List<StreamRecord> batch) {
        Route route =
                context.getRoutes().stream()
                        .filter(
                                any ->
                                        any.getEndpoint()
                                                .getEndpointUri()
                                                .startsWith("kinesis-batch://test-" + stream))
                        .findAny()
                        .orElseThrow();
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.getMessage().setBody(batch);
        try {
            route.getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        return exchange;
    }

    /** Everything that was logged since the start, with the traces of exceptions. */
    public String logged() {
        return String.join("\n", log.lines);
    }

    @Override
    public void close() {
        // An answer arrives before its exchange has ended; stopping would wait a whole second.
        Awaitility.await().until(() -> context.getInflightRepository().size() == 0);
        context.stop();
        http.close();
        root().detachAppender(log);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
