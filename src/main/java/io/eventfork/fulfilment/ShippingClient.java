package io.eventfork.fulfilment;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes {@code camel-http} endpoints fit for the shipping service: its timeouts, the shared secret,
 * no redirects, and no retries of the client's own, which nobody would count. The secret is put on
 * the request itself, so that no message holds it. Thread-safe.
 */
public final class ShippingClient implements HttpClientConfigurer {

    private final ShippingSettings settings;

    ShippingClient(ShippingSettings settings) {
        this.settings = settings;
    }

    // The connection manager, which would have the connect timeout, is Camel's.
    @SuppressWarnings("deprecation")
    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                                .setResponseTimeout(Timeout.of(settings.timeout()))
                                // For a connection that another request has: until that must end.
                                .setConnectionRequestTimeout(
                                        Timeout.of(
                                                settings.connectTimeout()
                                                        .plus(settings.timeout())
                                                        .multipliedBy(2)))
                                .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .addRequestInterceptorLast(
                        (request, entity, context) ->
                                request.setHeader("Authorization", "Bearer " + settings.secret()));
    }
}
