package io.eventfork.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts spans to a collector, as OTLP over HTTP with JSON. What a collector does not take is lost,
 * as traces are; the first loss, and the first success after one, are logged. Thread-safe.
 */
final class OtlpExporter implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpExporter.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final URI endpoint;
    private final Map<String, String> resource;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LIMIT)
                    .build();
    private final AtomicBoolean losing = new AtomicBoolean();

    OtlpExporter(URI endpoint, Map<String, String> resource) {
        this.endpoint = endpoint;
        this.resource = Map.copyOf(resource);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // told() handles both ends.
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = new CompletableResultCode();
        HttpRequest request =
                HttpRequest.newBuilder(endpoint)
                        .header("content-type", "application/json")
                        .timeout(LIMIT)
                        .POST(BodyPublishers.ofByteArray(OtlpJson.write(resource, spans)))
                        .build();
        http.sendAsync(request, BodyHandlers.discarding())
                .whenComplete((answer, failure) -> told(result, answer, failure));
        return result;
    }

    private void told(CompletableResultCode result, HttpResponse<Void> answer, Throwable failure) {
        if (failure == null && answer.statusCode() / 100 == 2) {
            if (losing.compareAndSet(true, false)) {
                LOG.info("The collector at {} takes spans again.", endpoint);
            }
            result.succeed();
            return;
        }
        if (losing.compareAndSet(false, true)) {
            LOG.warn(
                    "The collector at {} does not take spans ({}): they are lost until it does.",
                    endpoint,
                    failure == null
                            ? "status " + answer.statusCode()
                            : failure.getClass().getName());
        }
        result.fail();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
