package io.eventfork.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.queue.Sleeper;
import io.eventfork.runtime.StartException;
import java.io.PrintWriter;
import java.time.Duration;

/** Follows a replay from a backup until it ends. */
final class ReplayFollower {

    private static final Duration PERIOD = Duration.ofMillis(500);

    private final AdminClient client;
    private final PrintWriter out;

    ReplayFollower(AdminClient client, PrintWriter out) {
        this.client = client;
        this.out = out;
    }

    /**
     * Returns when it has ended; a replay of a queue never ends by itself.
     *
     * @return 0 if everything is copied, else 1
     */
    int follow(String path) {
        ReplayBar bar = new ReplayBar(out, ReplayBar.isTerminal());
        JsonNode job = client.get(path).body();
        while (ReplayLines.isRunning(job)) {
            if (!job.hasNonNull("backup")) {
                throw new StartException(
                        "It drains a queue, which has no end; 'replay status' shows how far it is.");
            }
            bar.show(job);
            Sleeper.REAL.sleep(PERIOD);
            job = client.get(path).body();
        }
        bar.show(job);
        bar.end();
        ReplayLines.print(out, job);
        return isWhole(job) ? 0 : 1;
    }

    private static boolean isWhole(JsonNode job) {
        return job.path("state").asText().equals("FINISHED")
                && job.path("progress").path("errors").isEmpty();
    }
}
