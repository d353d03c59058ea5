package io.eventfork.runtime;

import io.eventfork.contract.SharedSecret;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationConfigEntry;

/**
 * Camel's management server, for health and metrics at {@code /observe}. Camel's own start of it
 * knows no bearer token. With a token, everybody may still ask whether the application lives and is
 * ready, as probes do, and is answered yes or no. Thread-safe.
 *
 * <p>It has TLS only where others can reach it: on loopback, probes of the same container need
 * none.
 */
final class ObserveServer {

    private static final Set<String> PROBES =
            Set.of("/observe/health/live", "/observe/health/ready");

    private final Settings settings;
    private final Optional<SharedSecret> token;
    private ManagementHttpServer server;

    ObserveServer(Settings settings) {
        this.settings = settings;
        this.token = Secrets.token(settings, Secrets.OBSERVE_TOKEN).map(SharedSecret::new);
    }

    /** Registers the server with a context that has a {@code Vertx}, and starts it. */
    void install(CamelContext context) {
        server = new ManagementHttpServer();
        server.setCamelContext(context);
        server.setHost(settings.text(Exposure.OBSERVE_HOST));
        server.setPort(settings.port("eventfork.observe-port"));
        server.setPath("/");
        server.setHealthCheckEnabled(true);
        server.setHealthPath("/observe/health");
        server.setMetricsEnabled(true);
        server.setFileUploadEnabled(false);
        if (isEncrypted(settings)) {
            Tls.of(settings).ifPresent(server::setSslContextParameters);
        }
        AuthenticationConfig before = server.getConfiguration().getAuthenticationConfig();
        before.setEnabled(true);
        before.getEntries().add(new Before(this::letIn));
        try {
            context.addService(server, true, true);
        } catch (Exception e) {
            throw new IllegalStateException("The server of health and metrics does not start.", e);
        }
    }

    /** Whether it has TLS. */
    static boolean isEncrypted(Settings settings) {
        return Tls.isWanted(settings) && Exposure.isReachable(settings, Exposure.OBSERVE_HOST);
    }

    /** The port that the server listens on, also when it was asked for any. */
    int port() {
        return server.getRouter().getServer().getServer().actualPort();
    }

    private void letIn(RoutingContext request) {
        SecurityHeaders.announce(request);
        if (token.isEmpty() || token.get().lets(request.request().getHeader("authorization"))) {
            request.next();
        } else if (PROBES.contains(request.normalizedPath())) {
            MultiMap parameters = request.request().params();
            parameters.clear();
            parameters.set("exposureLevel", "oneline");
            request.next();
        } else {
            Gate.refuse(request, "Bearer", "Health and metrics want their token as bearer token.");
        }
    }

    /** What every request passes before it reaches a resource; it is there before the port is. */
    private static final class Before extends AuthenticationConfigEntry {

        private final Handler<RoutingContext> handler;

        Before(Handler<RoutingContext> handler) {
            this.handler = handler;
            setPath("/*");
        }

        @Override
        public Handler<RoutingContext> createAuthenticationHandler(Vertx vertx) {
            return handler;
        }
    }
}
