package io.eventfork.runtime;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every fault that never reaches a route as a problem document. Thread-safe. */
final class FaultAnswers {

    static final String NOTHING_HERE = "There is nothing at this path.";

    private static final Logger LOG = LoggerFactory.getLogger(FaultAnswers.class);

    private static final List<Integer> STATUSES = List.of(400, 404, 405, 406, 413, 415, 500, 503);

    private final Settings settings;
    private volatile BooleanSupplier missing = () -> false;

    FaultAnswers(Settings settings) {
        this.settings = settings;
    }

    /**
     * Says whether routes are missing that should run: what is at no path is then answered 503, as
     * it may be one of them, and nobody gives up an order for want of a path.
     */
    void missing(BooleanSupplier routes) {
        missing = routes;
    }

    /** Takes over the answers of a router. */
    void install(Router router) {
        for (int status : STATUSES) {
            router.errorHandler(status, request -> answer(request, status));
        }
    }

    private void answer(RoutingContext request, int status) {
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
            case 404 -> NOTHING_HERE;
            case 405 -> "This path does not take this method.";
            case 413 ->
                    "The body is larger than %s (setting eventfork.http.max-body)."
                            .formatted(settings.text("eventfork.http.max-body"));
            case 415 ->
                    "This path does not take the content-type that was sent; for JSON send"
                            + " content-type: application/json.";
            default -> null;
        };
    }
}
