package io.eventfork.tracing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;

/**
 * Spans as an {@code ExportTraceServiceRequest} in JSON (OpenTelemetry Protocol specification 1.x,
 * "JSON Protobuf Encoding": ids in hexadecimal, 64-bit numbers as texts, enumerations as numbers).
 * Stateless.
 */
final class OtlpJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String SCOPE = "io.eventfork";
    private static final int ERROR = 2;

    private OtlpJson() {}

    static byte[] write(Map<String, String> resource, Collection<SpanData> spans) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("resourceSpans");
            json.writeStartObject();
            json.writeObjectFieldStart("resource");
            json.writeArrayFieldStart("attributes");
            for (Map.Entry<String, String> attribute : resource.entrySet()) {
                attribute(json, attribute.getKey(), attribute.getValue());
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeArrayFieldStart("scopeSpans");
            json.writeStartObject();
            json.writeObjectFieldStart("scope");
            json.writeStringField("name", SCOPE);
            json.writeEndObject();
            json.writeArrayFieldStart("spans");
            for (SpanData span : spans) {
                span(json, span);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void span(JsonGenerator json, SpanData span) throws IOException {
        json.writeStartObject();
        ids(json, span.getSpanContext());
        if (span.getParentSpanContext().isValid()) {
            json.writeStringField("parentSpanId", span.getParentSpanId());
        }
        json.writeNumberField("flags", span.getSpanContext().getTraceFlags().asByte());
        json.writeStringField("name", span.getName());
        json.writeNumberField("kind", kind(span.getKind()));
        json.writeStringField("startTimeUnixNano", Long.toString(span.getStartEpochNanos()));
        json.writeStringField("endTimeUnixNano", Long.toString(span.getEndEpochNanos()));
        attributes(json, span.getAttributes());
        json.writeArrayFieldStart("links");
        for (LinkData link : span.getLinks()) {
            json.writeStartObject();
            ids(json, link.getSpanContext());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
            json.writeObjectFieldStart("status");
            json.writeNumberField("code", ERROR);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void ids(JsonGenerator json, SpanContext context) throws IOException {
        json.writeStringField("traceId", context.getTraceId());
        json.writeStringField("spanId", context.getSpanId());
    }

    private static void attributes(JsonGenerator json, Attributes attributes) throws IOException {
        json.writeArrayFieldStart("attributes");
        for (Map.Entry<AttributeKey<?>, Object> attribute : attributes.asMap().entrySet()) {
            attribute(json, attribute.getKey().getKey(), attribute.getValue());
        }
        json.writeEndArray();
    }

    private static void attribute(JsonGenerator json, String key, Object value) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", key);
        json.writeObjectFieldStart("value");
        json.writeStringField(value instanceof Long ? "intValue" : "stringValue", value.toString());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static int kind(SpanKind kind) {
        return switch (kind) {
            case INTERNAL -> 1;
            case SERVER -> 2;
            case CLIENT -> 3;
            case PRODUCER -> 4;
            case CONSUMER -> 5;
        };
    }
}
