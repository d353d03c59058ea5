package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final String TOKEN = "known-to-the-operator";
    private static final String OLD_KEY = "the-key-of-last-year";
    private static final String NEW_KEY = "the-key-of-this-year";

    private final HttpClient client = HttpClient.newHttpClient();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private HttpServer server;

    private void start(String... namesAndValues) throws Exception {
        Map<String, String> options = new HashMap<>();
        options.put("eventfork.port", "0");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put("eventfork." + namesAndValues[i], namesAndValues[i + 1]);
        }
        server =
                new HttpServer(
                        Settings.load(options, Optional.empty(), Map.of(), new Properties()),
                        new SimpleMeterRegistry());
        server.install(context);
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        for (String path :
                                new String[] {"/admin/x", "/checkout", "/fulfilment/receiver"}) {
                            from("platform-http:" + path)
                                    .setBody(simple(path + " got ${headers}"))
                                    .setHeader("Cache-Control", constant("private"))
                                    .removeHeaders("*", "Cache-Control");
                        }
                        from("platform-http:/{any}/x").setBody(constant("any"));
                    }
                });
        context.start();
        server.open();
    }

    @AfterEach
    void stop() {
        context.stop();
        server.stop();
    }

    @Test
    void withoutSettingsNothingIsAskedFor() throws Exception {
        start();
        assertThat(get("/admin/x").statusCode()).isEqualTo(200);
        assertThat(get("/checkout").statusCode()).isEqualTo(200);
    }

    @Test
    void theAdministrationWantsItsToken() throws Exception {
        start("admin-token", TOKEN);

        HttpResponse<String> refused = get("/admin/x");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("www-authenticate"))
                .hasValue("Bearer realm=\"eventfork\"");
        assertThat(refused.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        assertThat(refused.body())
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
                                + "\"detail\":\"The administration wants its token as bearer token.\"}");
        for (String wrong :
                new String[] {"", "Bearer", "Bearer " + TOKEN + "x", TOKEN, "Basic " + TOKEN}) {
            assertThat(get("/admin/x", "authorization", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(401);
        }

        assertThat(get("/admin/x", "authorization", "Bearer " + TOKEN).body())
                .startsWith("/admin/x got")
                .doesNotContain(TOKEN);
        assertThat(get("/checkout").statusCode()).isEqualTo(200);
    }

    @Test
    void noSpellingOfAPathGetsAround() throws Exception {
        start("admin-token", TOKEN);

        for (String path :
                new String[] {
                    "/admin",
                    "/admin/",
                    "/admin/x/",
                    "//admin/x",
                    "/admin//x",
                    "/./admin/x",
                    "/checkout/../admin/x",
                    "/%61dmin/x",
                    "/admin/%78",
                    "/admin/x?authorization=" + TOKEN,
                    "/admin/no-such-thing",
                    "/checkout/%2e%2e/admin/x",
                    "http://a/admin/x"
                }) {
            assertThat(raw(path)).as(path).startsWith("HTTP/1.1 401");
        }
        for (String path :
                new String[] {"/Admin/x", "/admin;a=b/x", "/admin%2Fx", "/%2561dmin/x"}) {
            assertThat(raw(path)).as(path).doesNotContain("/admin/x got");
        }
    }

    @Test
    void noMethodGetsAround() throws Exception {
        start("admin-token", TOKEN, "http.api-keys", NEW_KEY);

        for (String method : new String[] {"HEAD", "OPTIONS", "TRACE", "PUT", "MADE-UP"}) {
            for (String path : new String[] {"/admin/x", "/checkout", "/nowhere"}) {
                assertThat(raw(method, path)).as(method + path).startsWith("HTTP/1.1 401");
            }
        }
    }

    @Test
    void everythingElseWantsOneOfTheKeys() throws Exception {
        start("admin-token", TOKEN, "http.api-keys", OLD_KEY + "," + NEW_KEY);

        for (String key : new String[] {OLD_KEY, NEW_KEY}) {
            assertThat(get("/checkout", "X-Api-Key", key).body())
                    .startsWith("/checkout got")
                    .doesNotContain(key);
        }
        HttpResponse<String> refused = get("/checkout");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("www-authenticate"))
                .hasValue("ApiKey realm=\"eventfork\"");
        assertThat(refused.body()).contains("X-Api-Key");
        for (String wrong : new String[] {"", TOKEN, OLD_KEY + "," + NEW_KEY}) {
            assertThat(get("/checkout", "X-Api-Key", wrong).statusCode()).as(wrong).isEqualTo(401);
        }
        assertThat(get("/nowhere").statusCode()).isEqualTo(401);
        assertThat(get("/nowhere", "X-Api-Key", NEW_KEY).statusCode()).isEqualTo(404);
        assertThat(get("/admin/x", "X-Api-Key", NEW_KEY).statusCode()).isEqualTo(401);
    }

    @Test
    void aRouteThatLetsCallersInByItselfWantsNoKeyAndGetsItsCredentials() throws Exception {
        start(
                "http.api-keys",
                NEW_KEY,
                "http.keyless-paths",
                "/fulfilment/receiver, /tasks/*/success");

        assertThat(get("/fulfilment/receiver", "authorization", "Bearer of-its-own").body())
                .contains("of-its-own");
        assertThat(raw("/tasks/of.its-own/success")).startsWith("HTTP/1.1 404");
        for (String path :
                new String[] {
                    "/tasks/a/b/success",
                    "/tasks//success",
                    "/tasks/../success",
                    "/tasks/a/success/b",
                    "/fulfilment/receiver/../../checkout"
                }) {
            assertThat(raw(path)).as(path).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void everyAnswerHasTheHeadersThatKeepBrowsersAndCachesOut() throws Exception {
        start("admin-token", TOKEN);

        for (String path : new String[] {"/checkout", "/nowhere", "/admin/x"}) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.headers().map())
                    .as(path)
                    .containsKey("content-security-policy")
                    .doesNotContainKeys("server", "x-powered-by", "strict-transport-security");
            assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("x-frame-options")).hasValue("DENY");
            assertThat(answer.headers().allValues("cache-control"))
                    .containsExactly(path.equals("/checkout") ? "private" : "no-store");
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port()).resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** A path as no client would send it. */
    private String raw(String path) throws Exception {
        return raw("GET", path);
    }

    private String raw(String method, String path) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    (method + " " + path + " HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
