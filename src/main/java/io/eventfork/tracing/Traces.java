package io.eventfork.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Makes spans and sends them to a collector, in batches and beside the work. A trace that began
 * elsewhere is recorded if it was there; of those that begin here a share is. Thread-safe; {@link
 * #close()} sends what is left.
 */
public final class Traces implements AutoCloseable {

    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int CLOSE_SECONDS = 5;

    private final SdkTracerProvider provider;

    /**
     * @param collector where OTLP over HTTP is taken, such as http://127.0.0.1:4318/v1/traces
     * @param percent the share of traces that begin here, 0 to 100
     */
    public Traces(URI collector, int percent) {
        provider =
                SdkTracerProvider.builder()
                        .setResource(Resource.create(Attributes.of(SERVICE, "eventfork")))
                        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(percent / 100.0)))
                        .addSpanProcessor(BatchSpanProcessor.builder(exporterTo(collector)).build())
                        .build();
    }

    /** It tries nothing again: a stop would wait for a collector that is away. */
    private static SpanExporter exporterTo(URI collector) {
        return new LossLog(
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(collector.toString())
                        .setTimeout(LIMIT)
                        .setConnectTimeout(LIMIT)
                        .setRetryPolicy(null)
                        .setMeterProvider(MeterProvider::noop)
                        .build(),
                collector);
    }

    /** What makes the spans. */
    public Tracer tracer() {
        return provider.get("io.eventfork");
    }

    @Override
    public void close() {
        provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
