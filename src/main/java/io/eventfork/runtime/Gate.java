package io.eventfork.runtime;

import io.eventfork.contract.SharedSecret;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Lets nobody in who does not know what the settings ask for: the bearer token for {@code /admin},
 * and one of the API keys for everything else. What is not set is not asked for. What let a caller
 * in goes no further. Immutable.
 */
final class Gate implements Handler<RoutingContext> {

    static final String API_KEY = "x-api-key";

    private static final String AUTHORIZATION = "authorization";

    private final Optional<SharedSecret> adminToken;
    private final List<SharedSecret> apiKeys;
    private final KeylessPaths keyless;

    /**
     * @throws StartException if a token or key has a form that no header has
     */
    Gate(Settings settings) {
        adminToken = Secrets.adminToken(settings).map(SharedSecret::new);
        apiKeys =
                Secrets.tokens(settings, Secrets.API_KEYS).stream().map(SharedSecret::new).toList();
        keyless = new KeylessPaths(settings);
    }

    @Override
    public void handle(RoutingContext request) {
        // Routes are found by the same form of the path.
        String path = request.normalizedPath();
        if (path.equals("/admin") || path.startsWith("/admin/")) {
            letInWithToken(request);
        } else if (apiKeys.isEmpty() || keyless.contains(path) || hasKey(request)) {
            request.next();
        } else {
            refuse(request, "ApiKey", "Send one of the API keys in the header X-Api-Key.");
        }
    }

    private void letInWithToken(RoutingContext request) {
        String authorization = request.request().getHeader(AUTHORIZATION);
        if (adminToken.isEmpty() || adminToken.get().lets(authorization)) {
            request.request().headers().remove(AUTHORIZATION);
            request.next();
        } else {
            refuse(request, "Bearer", "The administration wants its token as bearer token.");
        }
    }

    /** Every key is compared, so that the time tells not even which it was. */
    private boolean hasKey(RoutingContext request) {
        String sent = request.request().getHeader(API_KEY);
        return sent != null && apiKeys.stream().filter(key -> key.is(sent)).count() > 0;
    }

    static void refuse(RoutingContext request, String scheme, String detail) {
        request.response().putHeader("www-authenticate", scheme + " realm=\"eventfork\"");
        Problem.of(401).detail(detail).answer(request);
    }
}
