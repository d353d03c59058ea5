package io.eventfork.search;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;

/**
 * Signs requests to an Amazon OpenSearch Service domain with Signature Version 4, service {@code
 * es}. Credentials are asked for at every request, so that renewed ones are used. Thread-safe if
 * the credentials are.
 */
final class IamAuth implements RequestAuth {

    private static final String SERVICE = "es";

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsProvider credentials;
    private final Region region;
    private final Clock clock;

    IamAuth(AwsCredentialsProvider credentials, Region region, Clock clock) {
        this.credentials = credentials;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public Map<String, String> headers(String method, URI uri, byte[] body) {
        SignedRequest signed =
                signer.sign(
                        sign ->
                                sign.identity(credentials.resolveCredentials())
                                        .request(
                                                SdkHttpRequest.builder()
                                                        .method(SdkHttpMethod.fromValue(method))
                                                        .uri(uri)
                                                        .build())
                                        .payload(() -> new ByteArrayInputStream(body))
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                                        .putProperty(HttpSigner.SIGNING_CLOCK, clock));
        Map<String, String> headers = new LinkedHashMap<>();
        signed.request()
                .forEachHeader(
                        (name, values) -> {
                            // The client sends Host itself, as it is signed.
                            if (!name.equalsIgnoreCase("Host")) {
                                headers.put(name, String.join(",", values));
                            }
                        });
        return headers;
    }
}
