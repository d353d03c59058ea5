package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObserveServerTest {

    private static final String TOKEN = "known-to-the-monitor";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private HttpServer http;
    private ObserveServer observe;

    private void start(String token) {
        Settings settings =
                Settings.load(
                        Map.of(
                                "eventfork.port",
                                "0",
                                "eventfork.observe-port",
                                "0",
                                "eventfork.observe-token",
                                token),
                        Optional.empty(),
                        Map.of(),
                        new Properties());
        http = new HttpServer(settings, new SimpleMeterRegistry());
        http.install(context);
        observe = new ObserveServer(settings);
        observe.install(context);
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.setExposureLevel("full");
        health.register(new Talkative());
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        http.stop();
    }

    @Test
    void withoutATokenItTellsEverything() throws Exception {
        start("");

        HttpResponse<String> answer = get("/observe/health", null);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("It rains.");
        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(observe.port()).isPositive().isNotEqualTo(http.port());
    }

    @Test
    void withATokenItTellsEverythingToWhoKnowsIt() throws Exception {
        start(TOKEN);

        assertThat(get("/observe/health", "Bearer " + TOKEN).body()).contains("It rains.");
        for (String path :
                new String[] {"/observe/health", "/observe/health/", "//observe/health", "/x"}) {
            HttpResponse<String> refused = get(path, null);
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.body()).contains("bearer token").doesNotContain("It rains.");
            assertThat(refused.headers().firstValue("www-authenticate")).isPresent();
        }
        assertThat(get("/observe/health", "Bearer x" + TOKEN).statusCode()).isEqualTo(401);
    }

    @Test
    void probesGetYesOrNoFromEverybody() throws Exception {
        start(TOKEN);

        HttpResponse<String> live = get("/observe/health/live", null);
        assertThat(live.statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/observe/health/ready", null);
        assertThat(ready.statusCode()).isEqualTo(503);
        HttpResponse<String> curious =
                get("/observe/health/ready?exposureLevel=full&data=true&stackTrace=true", null);
        assertThat(curious.statusCode()).isEqualTo(503);
        for (HttpResponse<String> answer : java.util.List.of(live, ready, curious)) {
            assertThat(answer.body()).contains("status").doesNotContain("It rains.", "checks");
        }
        assertThat(get("/observe/health/ready", "Bearer " + TOKEN).body()).contains("It rains.");
    }

    private HttpResponse<String> get(String path, String authorization) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d%s".formatted(observe.port(), path)));
        if (authorization != null) {
            request.header("authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static final class Talkative extends AbstractHealthCheck {

        Talkative() {
            super("test", "weather");
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            builder.message("It rains.").down();
        }
    }
}
