package io.eventfork.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** A replay as a person reads it: one line, and below it what is to be said of a backup. */
final class ReplayLines {

    private ReplayLines() {}

    static void print(PrintWriter out, JsonNode job) {
        out.printf(
                "%s  %s  %s to %s, %s moved%s%n",
                text(job, "id"),
                text(job, "state"),
                text(job, "pipeline"),
                text(job, "destination"),
                text(job, "moved"),
                left(job));
        JsonNode progress = job.path("progress");
        if (job.hasNonNull("backup")) {
            printBackup(out, job.path("backup"), progress, dryRun(job));
        }
        if (progress.hasNonNull("waiting") && isRunning(job)) {
            out.println("  Waits for " + text(progress, "waiting"));
        }
        progress.path("errors").forEach(error -> out.println("  " + OneLine.of(error.asText())));
        if (job.hasNonNull("notice")) {
            out.println("  " + text(job, "notice"));
        }
        out.flush();
    }

    static boolean isRunning(JsonNode job) {
        return job.path("state").asText().equals("RUNNING");
    }

    static boolean dryRun(JsonNode job) {
        return job.path("dryRun").asBoolean();
    }

    private static String left(JsonNode job) {
        return job.hasNonNull("left")
                ? ", about %s left in %s".formatted(text(job, "left"), text(job, "queue"))
                : "";
    }

    private static void printBackup(
            PrintWriter out, JsonNode backup, JsonNode progress, boolean dryRun) {
        out.printf(
                "  %s from %s to %s%s%n",
                text(backup, "pipeline"),
                backup.hasNonNull("from") ? text(backup, "from") : "the beginning",
                text(backup, "to"),
                backup.hasNonNull("filter") ? ", filter " + text(backup, "filter") : "");
        out.printf(
                "  %s of %s objects read, %s events; %s %s, %s repeated, %s refused%n",
                text(progress, "objectsRead"),
                text(progress, "objects"),
                text(progress, "read"),
                text(progress, "selected"),
                dryRun ? "would be copied" : "selected",
                text(progress, "repeated"),
                text(progress, "refused"));
        for (JsonNode event : progress.path("sample")) {
            out.printf(
                    "  %s  %s  %s%n",
                    text(event, "occurredAt"), text(event, "id"), text(event, "body"));
        }
    }

    /** Much of it comes from events, objects and services. */
    private static String text(JsonNode of, String name) {
        return OneLine.of(of.path(name).asText());
    }
}
