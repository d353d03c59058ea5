package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.localcloud.SharedLocalCloud;
import io.eventfork.runtime.KeyStores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar where others could reach it: with TLS, tokens and keys, or not at all. */
class SafetyIT {

    private static final String ADMIN = "token-of-the-operator";
    private static final String OBSERVE = "token-of-the-monitor";
    private static final String OLD_KEY = "key-that-is-replaced";
    private static final String NEW_KEY = "key-that-replaces-it";
    private static final String TLS = "password-of-the-store";
    private static final String SEARCH = "password-of-the-index";
    private static final String MAIL = "password-of-the-mailbox";
    private static final String SHIPPING = "secret-of-the-shipping";

    /** None has a digit, so that none is part of another text by chance. */
    private static final String[] SECRETS = {
        ADMIN, OBSERVE, OLD_KEY, NEW_KEY, TLS, SEARCH, MAIL, SHIPPING
    };

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir private static Path folder;
    private static Path keyStore;
    private static Map<String, String> environment;
    private static HttpClient http;
    private static EventforkProcess application;

    @BeforeAll
    static void start() throws Exception {
        keyStore = KeyStores.create(folder.resolve("server.p12"), TLS);
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(KeyStores.trusting(keyStore, TLS))
                        .build();
        environment = new HashMap<>();
        environment.put("EVENTFORK_ENDPOINT", SharedLocalCloud.get().endpoint().toString());
        environment.put("EVENTFORK_ADMIN_TOKEN_FILE", file("admin", ADMIN));
        environment.put("EVENTFORK_OBSERVE_TOKEN", OBSERVE);
        environment.put("EVENTFORK_HTTP_API_KEYS_FILE", file("keys", OLD_KEY + "\n" + NEW_KEY));
        environment.put("EVENTFORK_TLS_KEY_STORE", keyStore.toString());
        environment.put("EVENTFORK_TLS_PASSWORD_FILE", file("tls", TLS));
        environment.put("EVENTFORK_OPENSEARCH_AUTH", "basic");
        environment.put("EVENTFORK_OPENSEARCH_USER", "indexer");
        environment.put("EVENTFORK_OPENSEARCH_PASSWORD", SEARCH);
        environment.put("CART_MAIL_PASSWORD_FILE", file("mail", MAIL));
        environment.put("FULFILMENT_SHIPPING_SECRET", SHIPPING);
        application =
                run(environment, "--config", CheckoutIT.configuration("safety-it-").toString());
        application.awaitReady();
    }

    private static String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text + "\n").toString();
    }

    private static EventforkProcess run(Map<String, String> environment, String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--host", "0.0.0.0"));
        arguments.addAll(List.of("--observe-host", "0.0.0.0"));
        arguments.addAll(List.of("--port", "0", "--observe-port", "0"));
        arguments.addAll(List.of(options));
        return EventforkProcess.with(environment, arguments.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void anOrderWantsAKeyAndTheAdministrationItsToken() throws Exception {
        String order = Orders.of(1, "safe", "5");

        assertThat(post("/checkout", order).statusCode()).isEqualTo(401);
        assertThat(post("/checkout", order, "X-Api-Key", OLD_KEY).statusCode()).isEqualTo(202);
        assertThat(post("/checkout", order, "X-Api-Key", NEW_KEY).statusCode()).isEqualTo(202);
        assertThat(get("/checkout/orders/1").statusCode()).isEqualTo(401);

        String flush = "/admin/pipelines/checkout-backup/flush";
        HttpResponse<String> refused = post(flush, "");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        assertThat(refused.headers().firstValue("www-authenticate"))
                .hasValue("Bearer realm=\"eventfork\"");
        assertThat(post(flush, "", "X-Api-Key", NEW_KEY).statusCode()).isEqualTo(401);
        assertThat(post(flush, "", "Authorization", "Bearer " + OBSERVE).statusCode())
                .isEqualTo(401);
        HttpResponse<String> flushed = post(flush, "", "Authorization", "Bearer " + ADMIN);
        assertThat(flushed.statusCode()).isEqualTo(200);
        assertThat(flushed.headers().firstValue("strict-transport-security")).isPresent();
        assertThat(flushed.headers().firstValue("cache-control")).hasValue("no-store");
    }

    @Test
    void healthAndMetricsWantTheirToken() throws Exception {
        for (String path : new String[] {"/observe/health", "/observe/metrics"}) {
            assertThat(observe(path).statusCode()).as(path).isEqualTo(401);
            assertThat(observe(path, "Authorization", "Bearer " + ADMIN).statusCode())
                    .isEqualTo(401);
            assertThat(observe(path, "Authorization", "Bearer " + OBSERVE).statusCode())
                    .isEqualTo(200);
        }
        assertThat(observe("/observe/health/live").statusCode()).isEqualTo(200);
        assertThat(observe("/observe/health/ready").body()).doesNotContain("checks");
    }

    @Test
    void nobodyIsAnsweredWithoutTls() {
        URI plain = URI.create("http://127.0.0.1:" + application.base().getPort() + "/openapi");

        assertThatThrownBy(
                        () ->
                                http.send(
                                        HttpRequest.newBuilder(plain).timeout(SOON).build(),
                                        BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theForwarderStillReachesTheShippingServiceOfItsOwnProcess() throws Exception {
        assertThat(
                        post("/fulfilment/order", "{\"customerId\":\"ann\"}", "X-Api-Key", NEW_KEY)
                                .statusCode())
                .isEqualTo(200);

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(
                                                new ObjectMapper()
                                                        .readTree(
                                                                get(
                                                                                "/fulfilment/shipments/ann",
                                                                                "X-Api-Key",
                                                                                NEW_KEY)
                                                                        .body()))
                                        .hasSize(1));
        assertThat(post("/fulfilment/receiver", "{}").statusCode()).isEqualTo(401);
    }

    @Test
    void theCommandLineSendsTheToken() throws Exception {
        String url = base(application.base()).toString();
        String token = folder.resolve("admin").toString();
        Map<String, String> trust =
                Map.of(
                        "JAVA_TOOL_OPTIONS",
                        "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
                                .formatted(keyStore, TLS));
        try (EventforkProcess known =
                        EventforkProcess.with(
                                trust, "replay", "status", "--url", url, "--token-file", token);
                EventforkProcess unknown =
                        EventforkProcess.with(
                                Map.of("EVENTFORK_ADMIN_TOKEN_FILE", token),
                                "replay",
                                "status",
                                "--url",
                                url)) {
            assertThat(known.exitCode(SOON)).as(known.output()).isZero();
            assertThat(known.output()).contains("There has been no replay.").doesNotContain(ADMIN);
            assertThat(unknown.exitCode(SOON)).isEqualTo(1);
            assertThat(unknown.output())
                    .contains("does not trust the certificate", "-Djavax.net.ssl.trustStore")
                    .doesNotContain(ADMIN);
        }
    }

    @Test
    void noSecretIsToldByAStartOrByWhatRuns() throws Exception {
        post("/checkout", "no order", "X-Api-Key", NEW_KEY);
        String[] token = {"Authorization", "Bearer " + OBSERVE};

        assertThat(application.output())
                .contains("Eventfork is ready: https://0.0.0.0:", "$EVENTFORK_ADMIN_TOKEN")
                .doesNotContain(SECRETS);
        assertThat(observe("/observe/health?data=true&stackTrace=true", token).body())
                .contains("eventfork")
                .doesNotContain(SECRETS);
        assertThat(observe("/observe/metrics", token).body())
                .contains("eventfork_")
                .doesNotContain(SECRETS);
    }

    @Test
    void aStartThatFailsSaysWhyInOneLineAndTellsNoSecret() {
        Map<String, String> nowhere = new HashMap<>(environment);
        nowhere.put("EVENTFORK_ENDPOINT", "http://127.0.0.1:1");
        Map<String, String> wrong = new HashMap<>(environment);
        wrong.remove("EVENTFORK_TLS_PASSWORD_FILE");
        wrong.put("EVENTFORK_TLS_PASSWORD", MAIL);
        try (EventforkProcess away = run(nowhere);
                EventforkProcess locked = run(wrong);
                EventforkProcess open = run(Map.of())) {
            assertFails(away, "Cannot use the cloud at http://127.0.0.1:1");
            assertFails(locked, "eventfork.tls.password is wrong");
            assertFails(
                    open,
                    "Others can reach 0.0.0.0, so these are needed: a bearer token for /admin");
        }
    }

    private static void assertFails(EventforkProcess process, String reason) {
        assertThat(process.exitCode(SOON)).as(process.output()).isEqualTo(1);
        assertThat(process.output()).contains(reason).doesNotContain(SECRETS);
        assertThat(process.output().strip().lines()).hasSize(1);
    }

    private static HttpResponse<String> post(String path, String body, String... headers)
            throws Exception {
        return send(
                HttpRequest.newBuilder(base(application.base()).resolve(path))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body)),
                headers);
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(HttpRequest.newBuilder(base(application.base()).resolve(path)), headers);
    }

    private static HttpResponse<String> observe(String path, String... headers) throws Exception {
        return send(HttpRequest.newBuilder(base(application.observeBase()).resolve(path)), headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws Exception {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.timeout(SOON).build(), BodyHandlers.ofString());
    }

    /** Over loopback, by the name that is in the certificate. */
    private static URI base(URI listening) {
        return URI.create("https://localhost:" + listening.getPort());
    }
}
