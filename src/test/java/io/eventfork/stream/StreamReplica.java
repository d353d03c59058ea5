package io.eventfork.stream;

import io.eventfork.localcloud.SharedLocalCloud;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** A Camel context whose one route reads a stream of the shared local cloud. */
final class StreamReplica implements AutoCloseable {

    static final String ROUTE = "stream-replica";

    /** What the route does with a batch, beside remembering it. */
    interface Work {
        void on(List<StreamRecord> batch) throws Exception;
    }

    final DefaultCamelContext context = new DefaultCamelContext();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Streams streams;
    volatile Work work = batch -> {};

    private final List<List<StreamRecord>> attempts =
            Collections.synchronizedList(new ArrayList<>());
    private final List<List<StreamRecord>> effects =
            Collections.synchronizedList(new ArrayList<>());
    private volatile boolean killed;
    private volatile boolean readsFail;

    StreamReplica(KinesisClient kinesis, String table, String stream, Map<String, String> options) {
        KinesisClient cuttable = cuttable(KinesisClient.class, kinesis);
        streams =
                Streams.install(
                        context,
                        new Streams.Clients(
                                () -> cuttable,
                                cuttable(DynamoDbClient.class, SharedLocalCloud.get().dynamoDb())),
                        () -> table,
                        new Streams.Pauses(
                                Duration.ofMillis(20),
                                Duration.ofMillis(200),
                                Duration.ofSeconds(30)),
                        meters,
                        text -> text,
                        Clock.systemUTC());
        String uri =
                "kinesis-batch:"
                        + stream
                        + options.entrySet().stream()
                                .map(option -> option.getKey() + "=" + option.getValue())
                                .collect(Collectors.joining("&", "?", ""));
        context.disableJMX();
        try {
            context.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from(uri).routeId(ROUTE).process(StreamReplica.this::take);
                        }
                    });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void take(Exchange exchange) throws Exception {
        @SuppressWarnings("unchecked")
        List<StreamRecord> batch = exchange.getMessage().getBody(List.class);
        attempts.add(batch);
        work.on(batch);
        if (killed) {
            throw new IllegalStateException("This replica is no more");
        }
        effects.add(batch);
    }

    StreamReplica start() {
        context.start();
        return this;
    }

    /** Nothing it does has an effect any more, and nobody is told. */
    void kill() {
        killed = true;
    }

    void failReads(boolean fail) {
        readsFail = fail;
    }

    /** The texts of all batches that it was given, one after the other. */
    List<List<String>> attempts() {
        return texts(attempts);
    }

    /** The texts of all records that it has processed. */
    List<String> effects() {
        return texts(effects).stream().flatMap(List::stream).toList();
    }

    List<List<StreamRecord>> batches() {
        return List.copyOf(effects);
    }

    double count(String name) {
        return meters.get("eventfork.stream." + name).counter().count();
    }

    int shards() {
        return (int) meters.get("eventfork.stream.shards").gauge().value();
    }

    private static List<List<String>> texts(List<List<StreamRecord>> batches) {
        return List.copyOf(batches).stream()
                .map(batch -> batch.stream().map(StreamRecord::text).toList())
                .toList();
    }

    private <C> C cuttable(Class<C> type, C client) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            if (killed
                                    || readsFail && method.getName().equals("getShardIterator")) {
                                throw SdkClientException.create("Connection refused");
                            }
                            try {
                                return method.invoke(client, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    @Override
    public void close() {
        // A dead replica would wait for its table.
        killed = false;
        context.stop();
    }
}
