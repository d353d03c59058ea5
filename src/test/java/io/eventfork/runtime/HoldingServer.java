package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A server that lets requests in, with a route {@code /hold} that keeps a request in hand. */
final class HoldingServer implements AutoCloseable {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch hold = new CountDownLatch(1);
    private final HttpServer server;

    /**
     * @param prepare done with the server before it listens
     * @param others routes beside the one that holds
     */
    HoldingServer(
            Map<String, String> settings,
            MeterRegistry meters,
            Consumer<HttpServer> prepare,
            RouteBuilder others)
            throws Exception {
        server =
                new HttpServer(
                        Settings.load(settings, Optional.empty(), Map.of(), new Properties()),
                        meters);
        prepare.accept(server);
        server.install(context);
        context.addRoutes(others);
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/hold")
                                .process(
                                        exchange -> {
                                            held.countDown();
                                            hold.await();
                                        });
                    }
                });
        context.start();
        server.open();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** Sends a request to be held, with these header lines; returns when it is. */
    Socket holdOne(String... headers) throws IOException, InterruptedException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        List<String> lines =
                Stream.of(
                                Stream.of("POST /hold HTTP/1.1", "host: a"),
                                Stream.of(headers),
                                Stream.of("content-length: 0", "", ""))
                        .flatMap(part -> part)
                        .toList();
        socket.getOutputStream()
                .write(String.join("\r\n", lines).getBytes(StandardCharsets.US_ASCII));
        assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
        return socket;
    }

    /** Lets what is held go on. */
    void letGo() {
        hold.countDown();
    }

    /** Lets no more requests in. */
    void closeDoor() {
        server.close();
    }

    @Override
    public void close() {
        letGo();
        context.stop();
        server.stop();
    }
}
