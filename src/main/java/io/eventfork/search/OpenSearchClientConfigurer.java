package io.eventfork.search;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes {@code camel-http} endpoints fit for OpenSearch: its timeouts, its authentication, no
 * redirects, and no retries of the client's own. Those would repeat a 429 behind the back of the
 * retry duration.
 *
 * <p>The routes use {@code camel-http} and not {@code camel-opensearch}: that component parses
 * every document into objects and writes it anew, so that {@code 450.00} would not stay as it is;
 * it does not honour its socket timeout, cannot sign for IAM, and hides the status of a refused
 * request.
 *
 * <p>Thread-safe if the authentication is.
 */
public final class OpenSearchClientConfigurer implements HttpClientConfigurer {

    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(2);

    private final RequestAuth auth;
    private final Duration timeout;

    /**
     * @param timeout how long an answer may take
     */
    public OpenSearchClientConfigurer(RequestAuth auth, Duration timeout) {
        this.auth = auth;
        this.timeout = timeout;
    }

    // The connection manager, which would have the connect timeout, is Camel's.
    @SuppressWarnings("deprecation")
    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectTimeout(CONNECT_TIMEOUT)
                                .setResponseTimeout(Timeout.of(timeout))
                                .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .addRequestInterceptorLast(this::authenticate);
    }

    private void authenticate(HttpRequest request, EntityDetails entity, HttpContext context)
            throws HttpException, IOException {
        byte[] body =
                entity instanceof HttpEntity content
                        ? EntityUtils.toByteArray(content)
                        : new byte[0];
        URI uri;
        try {
            uri = request.getUri();
        } catch (URISyntaxException e) {
            throw new HttpException("The URI cannot be signed", e);
        }
        auth.headers(request.getMethod(), uri, body).forEach(request::setHeader);
    }
}
