package io.eventfork.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;

/**
 * A bar that shows how far a replay from a backup is: redrawn in its place in a terminal, else a
 * line whenever another tenth is done. Not thread-safe.
 */
final class ReplayBar {

    private static final int WIDTH = 30;
    private static final int STEP = 10;
    private static final int HUNDRED = 100;

    private final PrintWriter out;
    private final boolean isTerminal;
    private int shown = -1;

    ReplayBar(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** Whether a person looks at the output of this process. */
    static boolean isTerminal() {
        return Ansi.AUTO.enabled();
    }

    void show(JsonNode job) {
        int percent = percent(job);
        if (isTerminal) {
            out.print("\r" + text(job, percent));
            out.flush();
        } else if (percent / STEP > shown / STEP || shown < 0) {
            out.println(text(job, percent));
            out.flush();
            shown = percent;
        }
    }

    /** Leaves the line of the bar. */
    void end() {
        if (isTerminal) {
            out.println();
            out.flush();
        }
    }

    private static String text(JsonNode job, int percent) {
        int done = WIDTH * percent / HUNDRED;
        JsonNode progress = job.path("progress");
        return "[%s%s] %3d %%  %s of %s objects, %s %s  "
                .formatted(
                        "#".repeat(done),
                        ".".repeat(WIDTH - done),
                        percent,
                        progress.path("objectsRead").asText(),
                        progress.path("objects").asText(),
                        ReplayLines.dryRun(job)
                                ? progress.path("selected").asText()
                                : job.path("moved").asText(),
                        ReplayLines.dryRun(job) ? "found" : "moved");
    }

    private static int percent(JsonNode job) {
        if (job.path("state").asText().equals("FINISHED")) {
            return HUNDRED;
        }
        long all = job.path("progress").path("bytes").asLong();
        long read = job.path("progress").path("bytesRead").asLong();
        return all == 0 ? 0 : (int) Math.min(HUNDRED, HUNDRED * read / all);
    }
}
