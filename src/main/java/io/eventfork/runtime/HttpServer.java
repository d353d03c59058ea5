package io.eventfork.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the {@code platform-http} routes. It admits a bounded number of requests at a
 * time, so that overload is answered 429 and memory stays bounded, and answers every fault that
 * never reaches a route as a problem document. Until {@link #open()} and after {@link #close()}
 * requests are answered 503. Thread-safe.
 *
 * <p>Camel finds a router by its port and guesses the port when two servers run, which fails for
 * any pair of ports but 8080 and another. Here the engine names its router itself, so any ports
 * work, two zeros included.
 */
final class HttpServer {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** The router's name is made of this instead of a port; it is outside the range of ports. */
    private static final int ROUTER = -1;

    private final Settings settings;
    private final RequestCounters requests;
    private final boolean listens;
    private final int maxInFlight;
    private final long bodyTimeoutMillis;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final CompletableFuture<Vertx> vertx;
    private volatile boolean open;
    private volatile Handler<RoutingContext> door = RoutingContext::next;
    private Handler<RoutingContext> traces;
    private volatile BooleanSupplier missing = () -> false;
    private CamelContext context;
    private VertxPlatformHttpServer server;

    /** Null if the server itself has no TLS. */
    private io.vertx.core.http.HttpServer entrance;

    HttpServer(Settings settings, MeterRegistry meters) {
        this(settings, meters, true);
    }

    /**
     * @param listens false for a server that routes are created for and that no request reaches
     */
    HttpServer(Settings settings, MeterRegistry meters, boolean listens) {
        this.listens = listens;
        this.requests = new RequestCounters(meters);
        this.settings = settings;
        this.maxInFlight = settings.number("eventfork.http.max-in-flight", 1, 100_000);
        this.bodyTimeoutMillis =
                Math.max(1, settings.duration("eventfork.http.body-timeout").toMillis());
        VertxOptions options =
                new VertxOptions()
                        .setWorkerPoolSize(settings.number("eventfork.http.threads", 1, 1_000))
                        .setEventLoopPoolSize(2);
        this.vertx = CompletableFuture.supplyAsync(() -> Vertx.vertx(options));
    }

    /** Fails with one sentence when a port that the settings name is taken. */
    static void requireFreePorts(Settings settings) {
        int port = settings.number("eventfork.port", 0, 65_535);
        if (port != 0 && port == settings.number("eventfork.observe-port", 0, 65_535)) {
            throw new StartException(
                    "Health and metrics need a port of their own: choose another with --observe-port.");
        }
        requireFree(settings.text(Exposure.HOST), port, "--port");
        requireFree(
                settings.text(Exposure.OBSERVE_HOST),
                settings.number("eventfork.observe-port", 0, 65_535),
                "--observe-port");
    }

    private static void requireFree(String host, int port, String option) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new StartException(
                    "Cannot listen on %s:%d (%s); stop what uses the port, or choose another with %s."
                            .formatted(host, port, e.getMessage(), option),
                    e);
        }
    }

    /** Lets requests pass here before all else. To be called before {@link #install}. */
    void trace(Handler<RoutingContext> first) {
        traces = first;
    }

    /** Registers the server with a context, and listens if it is to. */
    void install(CamelContext into) {
        context = into;
        VertxPlatformHttpServerConfiguration configuration =
                new VertxPlatformHttpServerConfiguration() {
                    @Override
                    public int getPort() {
                        return ROUTER;
                    }
                };
        configuration.setBindHost(settings.text(Exposure.HOST));
        Tls.of(settings).ifPresent(configuration::setSslContextParameters);
        configuration.setBindPort(settings.number("eventfork.port", 0, 65_535));
        configuration.setPath("/");
        configuration.setMaxBodySize(settings.bytes("eventfork.http.max-body"));
        configuration.getBodyHandler().setHandleFileUploads(false);
        configuration.getBodyHandler().setMergeFormAttributes(false);
        context.getRegistry().bind("vertx", Vertx.class, vertx());
        context.getRegistry()
                .bind(
                        PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME,
                        PlatformHttpEngine.class,
                        new Engine());
        PlatformHttpComponent component =
                context.getComponent("platform-http", PlatformHttpComponent.class);
        component.setHeaderFilterStrategy(new HttpHeaderPolicy());
        component.setServerRequestValidation(true);
        if (listens) {
            listen(configuration);
        }
    }

    private void listen(VertxPlatformHttpServerConfiguration configuration) {
        server = new RouteServer(configuration);
        server.setCamelContext(context);
        server.setVertx(vertx());
        addToContext();
        server.start();
        requireListening(server, configuration.getBindHost(), configuration.getBindPort());
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(
                        context, VertxPlatformHttpRouter.getRouterNameFromPort(ROUTER));
        if (traces != null) {
            router.route().order(-5).handler(traces);
        }
        router.route().order(-4).handler(new SecurityHeaders());
        router.route().order(-3).handler(request -> door.handle(request));
        router.route().order(-2).handler(this::admit);
        router.route().order(-1).handler(new Gate(settings));
        Router root = (Router) server.getServer().requestHandler();
        for (int status : List.of(400, 404, 405, 406, 408, 413, 415, 500, 503)) {
            root.errorHandler(status, request -> refuse(request, status));
        }
        if (Tls.isWanted(settings)) {
            entrance = entranceWithoutTls(root);
        }
    }

    /**
     * A port on loopback where this process calls itself: it could not check a certificate that was
     * made out to another name. Only paths are there whose routes let callers in by themselves.
     */
    private io.vertx.core.http.HttpServer entranceWithoutTls(Router root) {
        KeylessPaths paths = new KeylessPaths(settings);
        Router few = Router.router(vertx());
        few.route()
                .handler(
                        request -> {
                            if (paths.contains(request.normalizedPath())) {
                                root.handle(request.request());
                            } else {
                                Problem.of(404).detail(detail(404)).answer(request);
                            }
                        });
        return vertx().createHttpServer()
                .requestHandler(few)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** The port that the server listens on, also when it was asked for any. */
    int port() {
        return listens
                ? server.getServer().actualPort()
                : settings.number("eventfork.port", 0, 65_535);
    }

    /** The port at which this process itself is called, without TLS in any case. */
    int portWithoutTls() {
        return entrance == null ? port() : entrance.actualPort();
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
        missing = routes;
    }

    /** Lets requests in. */
    void open() {
        open = true;
    }

    /** Lets no more requests in; those that are in go on. */
    void close() {
        open = false;
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

    private void refuse(RoutingContext request, int status) {
        if (status == 500 && request.failure() != null) {
            LOG.error("A request failed before it reached its route.", request.failure());
        }
        if ((status == 404 || status == 405) && missing.getAsBoolean()) {
            Problem.of(503)
                    .detail("There is nothing at this path now: some route files do not run.")
                    .retryAfter(5)
                    .answer(request);
            return;
        }
        Problem.of(status).detail(detail(status)).answer(request);
    }

    private String detail(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this path.";
            case 405 -> "This path does not take this method.";
            case 408 -> "The body did not arrive in time.";
            case 413 ->
                    "The body is larger than %s (setting eventfork.http.max-body)."
                            .formatted(settings.text("eventfork.http.max-body"));
            case 415 ->
                    "This path does not take the content-type that was sent; for JSON send"
                            + " content-type: application/json.";
            default -> null;
        };
    }

    private void admit(RoutingContext request) {
        if (!open) {
            Problem.of(503)
                    .detail("Eventfork is starting or stopping.")
                    .retryAfter(1)
                    .answer(request);
            return;
        }
        if (inFlight.incrementAndGet() > maxInFlight) {
            inFlight.decrementAndGet();
            Problem.of(429).detail("Too many requests at a time.").retryAfter(1).answer(request);
            return;
        }
        long timer =
                vertx().setTimer(
                                bodyTimeoutMillis,
                                id -> {
                                    if (!request.request().isEnded()) {
                                        Problem.of(408)
                                                .detail(detail(408))
                                                .answer(request)
                                                .onComplete(
                                                        sent ->
                                                                request.request()
                                                                        .connection()
                                                                        .close());
                                    }
                                });
        request.addEndHandler(
                ended -> {
                    vertx().cancelTimer(timer);
                    inFlight.decrementAndGet();
                    count(request);
                });
        request.next();
    }

    /** Counts what callers asked to be done, not what they read. */
    private void count(RoutingContext request) {
        if (request.request().method().equals(HttpMethod.GET)) {
            return;
        }
        requests.count(request.response().getStatusCode());
    }

    private void addToContext() {
        try {
            context.addService(server);
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP server does not start.", e);
        }
    }

    private static void requireListening(VertxPlatformHttpServer server, String host, int port) {
        // Camel's server logs a failed bind and goes on.
        if (server.getServer().actualPort() <= 0) {
            throw new StartException(
                    "Cannot listen on %s:%d; choose another port with --port."
                            .formatted(host, port));
        }
    }

    private static final class RouteServer extends VertxPlatformHttpServer {

        RouteServer(VertxPlatformHttpServerConfiguration configuration) {
            super(configuration);
        }

        /**
         * Not the port: Camel's management server would join this one if both were asked for any
         * port.
         */
        @Override
        public int getConfigurationPort() {
            return ROUTER;
        }
    }

    private static final class Engine extends VertxPlatformHttpEngine {
        @Override
        public int getServerPort() {
            return ROUTER;
        }
    }
}
