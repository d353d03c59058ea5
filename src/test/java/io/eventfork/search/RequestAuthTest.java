package io.eventfork.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.eventfork.search.FakeOpenSearch.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** What arrives at the wire, signatures recomputed as AWS does it (Signature Version 4). */
class RequestAuthTest {

    private static final String ACCESS_KEY = "AKIDEXAMPLE";
    private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, "
                            + "SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");

    private static final Pattern SIGNED = Pattern.compile(";");
    private static final Pattern SCOPE = Pattern.compile("/");

    @Test
    void noneSendsNoAuthorization() {
        assertThat(sent(RequestAuth.NONE)).isNull();
    }

    @Test
    void basicSendsUserAndPassword() {
        assertThat(sent(RequestAuth.basic("jane", "p:ä")))
                .isEqualTo(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                "jane:p:ä".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void iamSignsEveryRequestForTheServiceEs() throws Exception {
        RequestAuth auth =
                new IamAuth(
                        StaticCredentialsProvider.create(
                                AwsSessionCredentials.create(ACCESS_KEY, SECRET_KEY, "token")),
                        Region.EU_CENTRAL_1,
                        Clock.systemUTC());
        try (SearchFixture search = new SearchFixture().withAuth(auth).with("MaxMembers", "1")) {
            search.start();
            search.send("e-1", "{\"name\":\"Zoë\"}");
            search.awaitAcknowledged();

            assertThat(search.openSearch.requests()).hasSize(2);
            for (Request request : search.openSearch.requests()) {
                requireSignature(request, search.openSearch.uri().getAuthority());
                assertThat(request.headers().getFirst("X-Amz-Security-Token")).isEqualTo("token");
            }
        }
    }

    private static String sent(RequestAuth auth) {
        try (SearchFixture search = new SearchFixture().withAuth(auth).with("MaxMembers", "1")) {
            search.start();
            search.send("e-1", "{}");
            search.awaitAcknowledged();
            return search.openSearch.bulks().get(0).headers().getFirst("Authorization");
        }
    }

    private static void requireSignature(Request request, String host) throws Exception {
        Headers headers = request.headers();
        Matcher sent = AUTHORIZATION.matcher(headers.getFirst("Authorization"));
        assertThat(sent.matches()).as(headers.getFirst("Authorization")).isTrue();
        assertThat(sent.group(1)).isEqualTo(ACCESS_KEY);
        assertThat(sent.group(3)).isEqualTo("eu-central-1");
        assertThat(sent.group(4)).isEqualTo("es");
        assertThat(SIGNED.split(sent.group(5))).contains("host", "x-amz-date");
        assertThat(headers.getFirst("Host")).isEqualTo(host);

        String canonical =
                String.join(
                        "\n",
                        request.method(),
                        request.uri().getRawPath(),
                        "",
                        SIGNED.splitAsStream(sent.group(5))
                                .map(name -> name + ":" + headers.getFirst(name) + "\n")
                                .collect(Collectors.joining()),
                        sent.group(5),
                        sha256(request.body()));
        String scope =
                String.join("/", sent.group(2), sent.group(3), sent.group(4), "aws4_request");
        String toSign =
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256",
                        headers.getFirst("X-Amz-Date"),
                        scope,
                        sha256(canonical));
        byte[] key = ("AWS4" + SECRET_KEY).getBytes(StandardCharsets.UTF_8);
        for (String part : SCOPE.splitAsStream(scope).toList()) {
            key = hmac(key, part);
        }
        assertThat(sent.group(6)).isEqualTo(HexFormat.of().formatHex(hmac(key, toSign)));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
