package io.eventfork.localcloud.kinesis;

import io.eventfork.localcloud.EmulatedService;
import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Hands the requests of a standard client to a service in this JVM, byte by byte as sent. */
final class InProcessHttp implements SdkHttpClient {

    private final EmulatedService service;

    InProcessHttp(EmulatedService service) {
        this.service = service;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return response(service.handle(request(request)));
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public void close() {}

    private static ServiceRequest request(HttpExecuteRequest request) throws IOException {
        Map<String, String> headers = new HashMap<>();
        request.httpRequest()
                .forEachHeader(
                        (name, values) ->
                                headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        byte[] body = new byte[0];
        if (request.contentStreamProvider().isPresent()) {
            try (InputStream content = request.contentStreamProvider().get().newStream()) {
                body = content.readAllBytes();
            }
        }
        return new ServiceRequest(
                request.httpRequest().method().name(),
                request.httpRequest().encodedPath(),
                "",
                headers,
                body);
    }

    private static HttpExecuteResponse response(ServiceResponse response) {
        SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(response.status());
        response.headers().forEach(head::putHeader);
        return HttpExecuteResponse.builder()
                .response(head.build())
                .responseBody(
                        AbortableInputStream.create(new ByteArrayInputStream(response.body())))
                .build();
    }
}
