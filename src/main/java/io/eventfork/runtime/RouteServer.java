package io.eventfork.runtime;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * Camel's server of {@code platform-http} routes, under a name of its own. Camel finds a router by
 * its port and guesses the port when two servers run, which fails for any pair of ports but 8080
 * and another. Here the engine names its router itself, so any ports work, two zeros included.
 */
final class RouteServer extends VertxPlatformHttpServer {

    /** The router's name is made of this instead of a port; it is outside the range of ports. */
    private static final int ROUTER = -1;

    private RouteServer(VertxPlatformHttpServerConfiguration configuration) {
        super(configuration);
    }

    /**
     * Starts a server as a service of a context.
     *
     * @throws StartException if it cannot listen
     */
    static RouteServer start(CamelContext context, Vertx vertx, Settings settings) {
        VertxPlatformHttpServerConfiguration configuration = configuration(settings);
        RouteServer server = new RouteServer(configuration);
        server.setCamelContext(context);
        server.setVertx(vertx);
        try {
            context.addService(server);
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP server does not start.", e);
        }
        server.start();
        // Camel's server logs a failed bind and goes on.
        if (server.port() <= 0) {
            throw new StartException(
                    "Cannot listen on %s:%d; choose another port with --port."
                            .formatted(configuration.getBindHost(), configuration.getBindPort()));
        }
        return server;
    }

    /** What finds the router for the routes of a context. */
    static PlatformHttpEngine engine() {
        return new VertxPlatformHttpEngine() {
            @Override
            public int getServerPort() {
                return ROUTER;
            }
        };
    }

    private static VertxPlatformHttpServerConfiguration configuration(Settings settings) {
        VertxPlatformHttpServerConfiguration configuration =
                new VertxPlatformHttpServerConfiguration() {
                    @Override
                    public int getPort() {
                        return ROUTER;
                    }
                };
        configuration.setBindHost(settings.text(Exposure.HOST));
        configuration.setBindPort(settings.number("eventfork.port", 0, 65_535));
        Tls.of(settings).ifPresent(configuration::setSslContextParameters);
        configuration.setPath("/");
        configuration.setMaxBodySize(settings.bytes("eventfork.http.max-body"));
        configuration.getBodyHandler().setHandleFileUploads(false);
        configuration.getBodyHandler().setMergeFormAttributes(false);
        return configuration;
    }

    /**
     * Not the port: Camel's management server would join this one if both were asked for any port.
     */
    @Override
    public int getConfigurationPort() {
        return ROUTER;
    }

    /** The port that it listens on, also when it was asked for any. */
    int port() {
        return getServer().actualPort();
    }

    /** The router of all paths. */
    Router root() {
        return (Router) getServer().requestHandler();
    }

    /** The router of the routes of the context, and of what stands before them. */
    VertxPlatformHttpRouter routes() {
        return VertxPlatformHttpRouter.lookup(
                getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(ROUTER));
    }
}
