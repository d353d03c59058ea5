package io.eventfork.runtime;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * A port on loopback where this process calls itself without TLS: it could not check a certificate
 * that was made out to another name. Only paths are there whose routes let callers in by
 * themselves. Thread-safe.
 */
final class LoopbackEntrance {

    private final HttpServer server;

    private LoopbackEntrance(HttpServer server) {
        this.server = server;
    }

    /** Listens on any free port, and hands what may pass to the router of all paths. */
    static LoopbackEntrance open(Vertx vertx, Router all, KeylessPaths paths) {
        Router few = Router.router(vertx);
        few.route().handler(request -> pass(request, all, paths));
        return new LoopbackEntrance(
                vertx.createHttpServer()
                        .requestHandler(few)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
    }

    private static void pass(RoutingContext request, Router all, KeylessPaths paths) {
        if (paths.contains(request.normalizedPath())) {
            all.handle(request.request());
        } else {
            Problem.of(404).detail(FaultAnswers.NOTHING_HERE).answer(request);
        }
    }

    int port() {
        return server.actualPort();
    }
}
