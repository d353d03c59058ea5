package io.eventfork.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** A replay as a person reads it: one line, and below it what is to be said of a backup. */
final class ReplayLines {

    private ReplayLines() {}

    static void print(PrintWriter out, JsonNode job) {
        out.printf(
                "%s  %s  %s to %s, %s moved%s%n",
                job.path("id").asText(),
                job.path("state").asText(),
                job.path("pipeline").asText(),
                job.path("destination").asText(),
                job.path("moved").asText(),
                left(job));
        if (job.hasNonNull("backup")) {
            printBackup(out, job.path("backup"), job.path("progress"), dryRun(job));
        }
        JsonNode progress = job.path("progress");
        if (progress.hasNonNull("waiting")) {
            out.println("  Waits for " + progress.path("waiting").asText());
        }
        progress.path("errors").forEach(error -> out.println("  " + error.asText()));
        if (job.hasNonNull("notice")) {
            out.println("  " + job.path("notice").asText());
        }
        out.flush();
    }

    static boolean dryRun(JsonNode job) {
        return job.path("dryRun").asBoolean();
    }

    private static String left(JsonNode job) {
        return job.hasNonNull("left")
                ? ", about %s left in %s"
                        .formatted(job.path("left").asText(), job.path("queue").asText())
                : "";
    }

    private static void printBackup(
            PrintWriter out, JsonNode backup, JsonNode progress, boolean dryRun) {
        out.printf(
                "  %s from %s to %s%s%n",
                backup.path("pipeline").asText(),
                backup.hasNonNull("from") ? backup.path("from").asText() : "the beginning",
                backup.path("to").asText(),
                backup.hasNonNull("filter") ? ", filter " + backup.path("filter").asText() : "");
        out.printf(
                "  %s of %s objects read, %s events; %s %s, %s repeated, %s refused%n",
                progress.path("objectsRead").asText(),
                progress.path("objects").asText(),
                progress.path("read").asText(),
                progress.path("selected").asText(),
                dryRun ? "would be copied" : "selected",
                progress.path("repeated").asText(),
                progress.path("refused").asText());
        for (JsonNode event : progress.path("sample")) {
            out.printf(
                    "  %s  %s  %s%n",
                    event.path("occurredAt").asText(),
                    OneLine.of(event.path("id").asText()),
                    OneLine.of(event.path("body").asText()));
        }
    }
}
