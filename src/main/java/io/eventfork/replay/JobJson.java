package io.eventfork.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.InvalidJsonException;
import io.eventfork.event.StrictJson;
import io.eventfork.replay.ReplayProgress.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The parts of a job in JSON, in the table and in answers. Stateless. */
final class JobJson {

    private JobJson() {}

    static ObjectNode terms(ReplayTerms terms) {
        return object().put("rate", terms.rate())
                .put("limit", terms.limit())
                .put("dryRun", terms.dryRun());
    }

    static ReplayTerms readTerms(String json) {
        JsonNode terms = read(json);
        return new ReplayTerms(
                terms.path("rate").asInt(),
                terms.path("limit").asLong(),
                terms.path("dryRun").asBoolean());
    }

    static ObjectNode selection(BackupSelection selection) {
        ObjectNode json =
                object().put("pipeline", selection.pipeline())
                        .put("bucket", selection.bucket())
                        .put("prefix", selection.prefix())
                        .put("from", text(selection.from()))
                        .put("to", text(selection.to()))
                        .put("lookback", text(selection.lookback()))
                        .put("filter", selection.filter())
                        .put("filterScope", selection.filterScope());
        json.putObject("asked")
                .put("from", text(selection.asked().from()))
                .put("to", text(selection.asked().to()))
                .put("last", text(selection.asked().last()));
        return json;
    }

    /** Null for null. */
    static BackupSelection readSelection(String json) {
        if (json == null) {
            return null;
        }
        JsonNode selection = read(json);
        Instant from = instant(selection.path("from"));
        Instant to = instant(selection.path("to"));
        return new BackupSelection(
                selection.path("pipeline").asText(),
                selection.path("bucket").asText(),
                selection.path("prefix").asText(),
                selection.has("asked")
                        ? asked(selection.path("asked"))
                        : new AskedWindow(from, to, null),
                from,
                to,
                Duration.parse(selection.path("lookback").asText()),
                selection.path("filter").textValue(),
                selection.path("filterScope").textValue());
    }

    private static AskedWindow asked(JsonNode json) {
        String last = json.path("last").textValue();
        return new AskedWindow(
                instant(json.path("from")),
                instant(json.path("to")),
                last == null ? null : Duration.parse(last));
    }

    private static Instant instant(JsonNode json) {
        return json.isTextual() ? Instant.parse(json.textValue()) : null;
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    static ObjectNode progress(ReplayProgress progress) {
        ObjectNode json =
                object().put("objects", progress.objects())
                        .put("objectsRead", progress.objectsRead())
                        .put("bytes", progress.bytes())
                        .put("bytesRead", progress.bytesRead())
                        .put("read", progress.read())
                        .put("selected", progress.selected())
                        .put("repeated", progress.repeated())
                        .put("foreign", progress.foreign())
                        .put("refused", progress.refused())
                        .put("waiting", progress.waiting());
        ArrayNode errors = json.putArray("errors");
        progress.errors().forEach(errors::add);
        ArrayNode sample = json.putArray("sample");
        for (Sample event : progress.sample()) {
            sample.addObject()
                    .put("id", event.id())
                    .put("occurredAt", event.occurredAt())
                    .put("body", event.body());
        }
        return json;
    }

    static ReplayProgress readProgress(String json) {
        JsonNode progress = read(json);
        List<String> errors = new ArrayList<>();
        progress.path("errors").forEach(error -> errors.add(error.asText()));
        List<Sample> sample = new ArrayList<>();
        progress.path("sample")
                .forEach(
                        event ->
                                sample.add(
                                        new Sample(
                                                event.path("id").asText(),
                                                event.path("occurredAt").asText(),
                                                event.path("body").asText())));
        return new ReplayProgress(
                progress.path("objects").asLong(),
                progress.path("objectsRead").asLong(),
                progress.path("bytes").asLong(),
                progress.path("bytesRead").asLong(),
                progress.path("read").asLong(),
                progress.path("selected").asLong(),
                progress.path("repeated").asLong(),
                progress.path("foreign").asLong(),
                progress.path("refused").asLong(),
                progress.path("waiting").textValue(),
                errors,
                sample);
    }

    static ObjectNode position(Position position) {
        return object().put("folder", position.folder())
                .put("key", position.key())
                .put("line", position.line());
    }

    /** The beginning for null. */
    static Position readPosition(String json) {
        JsonNode position = read(json);
        return new Position(
                position.path("folder").asInt(),
                position.path("key").asText(),
                position.path("line").asLong());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An empty object for null. */
    private static JsonNode read(String json) {
        if (json == null) {
            return object();
        }
        try {
            return StrictJson.parse(json);
        } catch (InvalidJsonException e) {
            throw new IllegalStateException("The control table holds a job that is not JSON.", e);
        }
    }
}
