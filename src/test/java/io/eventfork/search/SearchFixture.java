package io.eventfork.search;

import static org.awaitility.Awaitility.await;

import io.eventfork.delivery.Delivery;
import io.eventfork.delivery.DeliverySettings;
import io.eventfork.delivery.InMemoryQueues;
import io.eventfork.delivery.ShiftingClock;
import io.eventfork.event.CardGuard;
import io.eventfork.event.FilterPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The search pipeline as its route file says, with the delivery layer before it, on a queue in
 * memory, a fake OpenSearch over HTTP, and a bucket that records.
 */
final class SearchFixture implements AutoCloseable {

    static final String QUEUE = "orders";

    final ShiftingClock clock = new ShiftingClock();
    final InMemoryQueues queues = new InMemoryQueues(clock);
    final FakeOpenSearch openSearch = new FakeOpenSearch();
    final RecordingS3 bucket = new RecordingS3();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final DefaultCamelContext context = new DefaultCamelContext();
    final Delivery delivery;
    private final Map<String, String> parameters = new HashMap<>();
    private Optional<URI> url = Optional.of(openSearch.uri());
    private RequestAuth auth = RequestAuth.NONE;
    private int bulkSize = 10 << 20;
    private Optional<FilterPolicy> filter = Optional.empty();

    private record Names(String kind) implements PropertiesFunction {

        @Override
        public String getName() {
            return kind;
        }

        @Override
        public String apply(String name) {
            return name;
        }
    }

    SearchFixture() {
        queues.create(QUEUE, Duration.ofHours(1));
        queues.create(QUEUE + "-dlq", Duration.ofSeconds(30));
        delivery =
                Delivery.install(
                        context,
                        queues,
                        new DeliverySettings(
                                5,
                                Duration.ofMillis(5),
                                Duration.ofMillis(20),
                                Duration.ofHours(1),
                                1_000,
                                Duration.ofSeconds(10)),
                        meters,
                        text -> text,
                        clock);
        parameters.put("Queue", QUEUE);
        parameters.put("Bucket", "failed");
        parameters.put("SearchIndexName", "orders");
        parameters.put("StreamBufferingIntervalInSeconds", "60");
        parameters.put("StreamRetryDurationInSeconds", "30");
    }

    SearchFixture with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    SearchFixture withoutOpenSearch() {
        url = Optional.empty();
        return this;
    }

    SearchFixture withAuth(RequestAuth used) {
        auth = used;
        return this;
    }

    SearchFixture withBulkSize(int bytes) {
        bulkSize = bytes;
        return this;
    }

    SearchFixture withFilter(FilterPolicy declared) {
        filter = Optional.of(declared);
        return this;
    }

    SearchFixture start() {
        context.disableJMX();
        context.getRegistry().bind("cardGuard", new CardGuard());
        context.getRegistry().bind("clock", Clock.class, clock);
        context.getRegistry()
                .bind(
                        "declaredFilters",
                        Function.class,
                        (Function<String, Optional<FilterPolicy>>) queue -> filter);
        context.getRegistry().bind("s3Client", S3Client.class, bucket);
        for (String kind : List.of("queue", "bucket")) {
            context.getPropertiesComponent().addPropertiesFunction(new Names(kind));
        }
        context.getPropertiesComponent().addInitialProperty("eventfork.pipelines.timer", "10");
        SearchBeans.bind(
                context,
                new OpenSearchSettings(url, bulkSize, Duration.ofMinutes(1), Duration.ofHours(1)),
                auth);
        try {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(
                            ResourceHelper.resolveResource(
                                    context, "classpath:routes/pipelines/search.camel.yaml"));
            TemplatedRouteBuilder route =
                    TemplatedRouteBuilder.builder(context, "search").routeId("orders-search");
            parameters.forEach(route::parameter);
            route.add();
            context.start();
        } catch (Exception e) {
            close();
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** Sends an event that happened at the start of 2026. */
    void send(String id, String body) {
        send(id, "2026-01-01T10:30:00Z", body);
    }

    void send(String id, String occurredAt, String body) {
        queues.put(
                QUEUE,
                body,
                Map.of(
                        "eventId",
                        MessageAttributeValue.builder().dataType("String").stringValue(id).build(),
                        "occurredAt",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(occurredAt)
                                .build()));
    }

    /** Waits until no message is left and none has been dead-lettered. */
    void awaitAcknowledged() {
        await().until(() -> queues.bodies(QUEUE).isEmpty());
    }

    /** What the delivery has counted under a name, so far. */
    double count(String name) {
        return meters.get("eventfork.delivery." + name)
                .tag("route", "orders-search")
                .counter()
                .count();
    }

    void awaitCount(String name, int messages) {
        await().until(() -> count(name) == messages);
    }

    /** Waits until the queue is paused, and returns why. */
    String awaitPaused() {
        await().until(() -> delivery.consumers().get(0).reason() != null);
        return delivery.consumers().get(0).reason();
    }

    @Override
    public void close() {
        context.stop();
        openSearch.close();
    }
}
