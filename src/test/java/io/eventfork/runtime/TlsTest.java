package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    /** Camel would take the end of it for a placeholder. */
    private static final String PASSWORD = "of the {{key}} store";

    @TempDir static Path folder;

    private static Path keyStore;

    @BeforeAll
    static void create() throws Exception {
        keyStore = KeyStores.create(folder.resolve("server.p12"), PASSWORD);
    }

    private static Settings settings(Path store, String password) {
        Map<String, String> options = new HashMap<>();
        options.put("eventfork.port", "0");
        options.put("eventfork.tls.key-store", store.toString());
        options.put("eventfork.tls.password", password);
        options.put("eventfork.http.api-keys", "known-to-the-caller");
        return Settings.load(options, Optional.empty(), Map.of(), new Properties());
    }

    @Test
    void answersOverTlsAndTellsBrowsersToStayThere() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            HttpServer server = start(context);
            try {
                HttpResponse<String> answer =
                        client().send(
                                        HttpRequest.newBuilder(
                                                        URI.create(
                                                                "https://localhost:%d/fulfilment/receiver"
                                                                        .formatted(server.port())))
                                                .build(),
                                        BodyHandlers.ofString());

                assertThat(answer.body()).isEqualTo("received");
                assertThat(answer.headers().firstValue("strict-transport-security"))
                        .hasValue("max-age=31536000");
                assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            } finally {
                context.stop();
                server.stop();
            }
        }
    }

    @Test
    void thisProcessCallsItselfWithoutWhereRoutesLetCallersInAndNowhereElse() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            HttpServer server = start(context);
            try {
                String base = "http://127.0.0.1:" + server.portWithoutTls();

                assertThat(get(base + "/fulfilment/receiver").body()).isEqualTo("received");
                for (String path :
                        new String[] {
                            "/open", "//open", "/admin/x", "/", "/fulfilment/receiver/../../open"
                        }) {
                    assertThat(get(base + path).statusCode()).as(path).isEqualTo(404);
                }
            } finally {
                context.stop();
                server.stop();
            }
        }
    }

    @Test
    void aKeyStoreThatCannotBeUsedIsOneSentenceWithoutThePassword() throws Exception {
        Path none = folder.resolve("none.p12");
        Path text = Files.writeString(folder.resolve("text.p12"), "no key store");
        Path empty = folder.resolve("empty.p12");
        KeyStore keyless = KeyStore.getInstance("PKCS12");
        keyless.load(null, null);
        try (var stream = Files.newOutputStream(empty)) {
            keyless.store(stream, PASSWORD.toCharArray());
        }

        assertRefused(keyStore, "another password", "eventfork.tls.password is wrong");
        assertRefused(none, PASSWORD, none.toString());
        assertRefused(text, PASSWORD, text.toString());
        assertRefused(empty, PASSWORD, "no private key with a certificate");
    }

    private static void assertRefused(Path store, String password, String reason) {
        assertThatThrownBy(() -> Tls.of(settings(store, password)))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("Setting eventfork.tls.key-store names " + store)
                .hasMessageContaining(reason)
                .hasMessageNotContaining(password);
    }

    private static HttpServer start(DefaultCamelContext context) throws Exception {
        HttpServer server = new HttpServer(settings(keyStore, PASSWORD), new SimpleMeterRegistry());
        server.install(context);
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("platform-http:/fulfilment/receiver").setBody(constant("received"));
                        from("platform-http:/open").setBody(constant("open"));
                    }
                });
        context.start();
        server.open();
        return server;
    }

    private static HttpClient client() throws Exception {
        return HttpClient.newBuilder().sslContext(KeyStores.trusting(keyStore, PASSWORD)).build();
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
}
