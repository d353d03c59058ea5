package io.eventfork.tasks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The task's side of a call: tells how it ended, as often as it takes. Of one task, and used on one
 * thread.
 */
public final class TaskCallBack {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 5;

    private final URI url;
    private final Duration pause;
    private final HttpClient http =
            HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

    TaskCallBack(URI url, Duration pause) {
        this.url = url;
        this.pause = pause;
    }

    /** That of this process, if it is a task that somebody waits for. */
    public static Optional<TaskCallBack> of(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(TaskToken.URL_VARIABLE))
                .map(url -> new TaskCallBack(URI.create(url), PAUSE));
    }

    /**
     * Tells that the task ended well.
     *
     * @param output JSON: a report of failures, for example
     * @throws IOException if the call is not taken: nobody may wait any more
     */
    public void success(String output) throws IOException, InterruptedException {
        call("success", output);
    }

    /**
     * Tells that the task failed.
     *
     * @param error the name of what went wrong, in letters and dots
     * @param cause more about that, for the log, without anything of the input
     * @throws IOException if the call is not taken: nobody may wait any more
     */
    public void failure(String error, String cause) throws IOException, InterruptedException {
        call(
                "failure",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("error", error)
                        .put("cause", cause)
                        .toString());
    }

    private void call(String outcome, String body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/" + outcome))
                        .header("Content-Type", "application/json")
                        .timeout(TIMEOUT)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        for (int attempt = 1; ; attempt++) {
            int status = status(request, attempt);
            // An earlier try may have arrived although its answer did not.
            if (status / 100 == 2 || status == 404 && attempt > 1) {
                return;
            }
            if (status / 100 == 4 && status != 429 || attempt == TRIES) {
                throw new IOException("The call was answered " + status + ".");
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
    }

    /** 503 if there was no answer, and more tries are left. */
    private int status(HttpRequest request, int attempt) throws IOException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            if (attempt == TRIES) {
                throw e;
            }
            return 503;
        }
    }
}
