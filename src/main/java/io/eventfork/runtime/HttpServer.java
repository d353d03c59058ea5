package io.eventfork.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;

/**
 * The HTTP server of the {@code platform-http} routes, and what every request passes before it
 * reaches one: the counters, the door of routes that are being replaced, {@link Admission}, the
 * {@link Gate}, and only then the traces, so that nobody who is not let in decides what is
 * recorded. Thread-safe.
 */
final class HttpServer {

    private final Settings settings;
    private final boolean listens;
    private final RequestCounters requests;
    private final Admission admission;
    private final FaultAnswers faults;
    private final CompletableFuture<Vertx> vertx;
    private final List<Handler<RoutingContext>> traces = new ArrayList<>();
    private volatile Handler<RoutingContext> door = RoutingContext::next;

    /** Null if it does not listen. */
    private RouteServer server;

    /** Null if the server itself has no TLS. */
    private LoopbackEntrance entrance;

    HttpServer(Settings settings, MeterRegistry meters) {
        this(settings, meters, true);
    }

    /**
     * @param listens false for a server that routes are created for and that no request reaches
     */
    HttpServer(Settings settings, MeterRegistry meters, boolean listens) {
        this.settings = settings;
        this.listens = listens;
        this.requests = new RequestCounters(meters);
        this.admission = new Admission(settings);
        this.faults = new FaultAnswers(settings);
        VertxOptions options =
                new VertxOptions()
                        .setWorkerPoolSize(settings.number("eventfork.http.threads", 1, 1_000))
                        .setEventLoopPoolSize(2);
        this.vertx = CompletableFuture.supplyAsync(() -> Vertx.vertx(options));
    }

    /** Lets requests that were let in pass here. To be called before {@link #install}. */
    void trace(Handler<RoutingContext> spans) {
        traces.add(spans);
    }

    /** Registers the server with a context, and listens if it is to. */
    void install(CamelContext context) {
        context.getRegistry().bind("vertx", Vertx.class, vertx());
        context.getRegistry()
                .bind(
                        PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME,
                        PlatformHttpEngine.class,
                        RouteServer.engine());
        PlatformHttpComponent component =
                context.getComponent("platform-http", PlatformHttpComponent.class);
        component.setHeaderFilterStrategy(new HttpHeaderPolicy());
        component.setServerRequestValidation(true);
        if (listens) {
            listen(context);
        }
    }

    private void listen(CamelContext context) {
        server = RouteServer.start(context, vertx(), settings);
        List<Handler<RoutingContext>> before = new ArrayList<>();
        before.add(requests);
        before.add(new SecurityHeaders());
        before.add(request -> door.handle(request));
        before.add(admission);
        before.add(new Gate(settings));
        before.addAll(traces);
        // Camel's routes are numbered from 0.
        int order = -before.size();
        for (Handler<RoutingContext> handler : before) {
            server.routes().route().order(order++).handler(handler);
        }
        faults.install(server.root());
        if (Tls.isWanted(settings)) {
            entrance = LoopbackEntrance.open(vertx(), server.root(), new KeylessPaths(settings));
        }
    }

    /** The port that the server listens on, also when it was asked for any. */
    int port() {
        return listens ? server.port() : settings.number("eventfork.port", 0, 65_535);
    }

    /** The port at which this process itself is called, without TLS in any case. */
    int portWithoutTls() {
        return entrance == null ? port() : entrance.port();
    }

    /**
     * Lets requests pass here first; a door that is closed holds them while their route is
     * replaced.
     */
    void door(Handler<RoutingContext> before) {
        door = before;
    }

    /**
     * Says whether routes are missing that should run: what is at no path, or not for this method,
     * is then answered 503, as it may be one of them, and nobody gives up an order for want of a
     * path.
     */
    void missing(BooleanSupplier routes) {
        faults.missing(routes);
    }

    /** Lets requests in; before they are answered 503. */
    void open() {
        admission.open();
    }

    /** Lets no more requests in; those that are in go on. */
    void close() {
        admission.close();
    }

    /**
     * Ends the server's threads; the context, which must have been stopped before, ended the
     * server.
     */
    void stop() {
        vertx().close().toCompletionStage().toCompletableFuture().join();
    }

    private Vertx vertx() {
        return vertx.join();
    }
}
