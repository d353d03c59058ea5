package io.eventfork.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the first loss of spans, and the first success after one. What a collector does not take is
 * lost, as traces are. Thread-safe.
 */
final class LossLog implements SpanExporter {

    private static final Logger LOG = LoggerFactory.getLogger(LossLog.class);

    // It says the same, at every loss, past our log and with what the collector answered. Held, as
    // its level would go with it.
    private final java.util.logging.Logger theirs =
            java.util.logging.Logger.getLogger(
                    "io.opentelemetry.exporter.internal.http.HttpExporter");

    private final SpanExporter exporter;
    private final URI collector;
    private final AtomicBoolean losing = new AtomicBoolean();

    LossLog(SpanExporter exporter, URI collector) {
        this.exporter = exporter;
        this.collector = collector;
        theirs.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> tell(result));
    }

    private void tell(CompletableResultCode result) {
        if (result.isSuccess()) {
            if (losing.compareAndSet(true, false)) {
                LOG.info("The collector at {} takes spans again.", collector);
            }
        } else if (losing.compareAndSet(false, true)) {
            LOG.warn(
                    "The collector at {} does not take spans ({}): they are lost until it does.",
                    collector,
                    reason(result.getFailureThrowable()));
        }
    }

    /** Without any text of the collector's, which may hold anything. */
    private static String reason(Throwable failure) {
        if (failure == null || failure.getCause() == null) {
            return "it answers with an error";
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getName();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
