package io.eventfork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.eventfork.LoopbackServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ReplayCommandTest {

    private static final String JOB =
            """
            {"id":"r-1","pipeline":"checkout-replay","queue":"checkout-replay",
             "destination":"checkout-orders","state":"RUNNING","moved":12,"left":3}""";

    /** To be filled in: state, bytes read of a hundred, errors. */
    private static final String BACKUP_JOB =
            """
            {"id":"r-2","pipeline":"checkout-replay","queue":"checkout-replay","source":"backup",
             "destination":"checkout-orders","state":"%s","moved":7,"left":null,
             "backup":{"pipeline":"checkout-backup","from":"2026-01-01T00:00:00Z",
             "to":"2026-01-02T00:00:00Z","filter":null},
             "progress":{"objects":8,"objectsRead":4,"bytes":100,"bytesRead":%d,"read":100,
             "selected":7,"repeated":1,"refused":0,"errors":[%s],"sample":[]}}""";

    private final Queue<String> next = new ConcurrentLinkedQueue<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> requests = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private volatile int status = 200;
    private volatile String answer = JOB;
    private LoopbackServer server;

    @BeforeEach
    void listen() {
        server = new LoopbackServer(this::answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            tokens.add(
                    Objects.requireNonNullElse(
                            exchange.getRequestHeaders().getFirst("Authorization"), "none"));
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            answer = next.isEmpty() ? answer : next.remove();
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void startAsksForAReplayAndShowsIt() {
        status = 202;

        assertThat(run("start", "--pipeline", "checkout-replay", "--to-queue", "q")).isZero();

        assertThat(requests)
                .containsExactly(
                        "POST /admin/replays {\"pipeline\":\"checkout-replay\",\"destination\":\"q\"}");
        assertThat(out.toString())
                .isEqualToNormalizingNewlines(
                        "r-1  RUNNING  checkout-replay to checkout-orders, 12 moved, about 3 left in checkout-replay\n");
    }

    @Test
    void aWindowIsAskedForAndFollowedToItsEnd() {
        status = 202;
        answer = BACKUP_JOB.formatted("RUNNING", 0, "");
        next.add(BACKUP_JOB.formatted("RUNNING", 50, ""));
        next.add(BACKUP_JOB.formatted("FINISHED", 100, ""));

        assertThat(
                        run(
                                "start",
                                "--pipeline",
                                "checkout-replay",
                                "--from",
                                "2026-01-01T00:00:00Z",
                                "--filter",
                                "{\"a\":[1]}",
                                "--rate",
                                "5/s",
                                "--limit",
                                "9"))
                .isZero();

        assertThat(requests)
                .first()
                .isEqualTo(
                        "POST /admin/replays {\"pipeline\":\"checkout-replay\",\"from\":\"2026-01-01T00:00:00Z\",\"filter\":{\"a\":[1]},\"rate\":5,\"limit\":9}");
        assertThat(out.toString())
                .contains(
                        "[###############...............]  50 %",
                        "[##############################] 100 %",
                        "r-2  FINISHED",
                        "checkout-backup from 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z",
                        "4 of 8 objects read, 100 events; 7 selected, 1 repeated, 0 refused");
    }

    @Test
    void aReplayThatMissedSomethingOrWasStoppedFails() {
        answer = BACKUP_JOB.formatted("FINISHED", 100, "\"Cannot read x.\"");
        assertThat(run("status", "--follow", "r-2")).isEqualTo(1);
        assertThat(out.toString()).contains("  Cannot read x.");
        answer = BACKUP_JOB.formatted("STOPPED", 50, "");
        assertThat(run("status", "--follow", "r-2")).isEqualTo(1);
    }

    @Test
    void nothingThatAnswersMakesTheTerminalDoAnything() {
        answer =
                BACKUP_JOB
                        .formatted("RUNNING", 50, "\"Cannot read a\\u001b[2Jb.\\nr-9  FINISHED\"")
                        .replace("\"errors\"", "\"waiting\":\"queue\\u0007 x\",\"errors\"")
                        .replace("\"filter\":null", "\"filter\":\"\\u009b1m\"")
                        .replace("\"pipeline\":\"", "\"pipeline\":\"\\r");

        assertThat(run("status", "r-2")).isZero();

        assertThat(out.toString().replace(System.lineSeparator(), ""))
                .doesNotContainPattern("\\p{Cc}")
                .contains("  Cannot read a [2Jb. r-9  FINISHED", "Waits for queue  x");
        assertThat(out.toString().lines()).noneMatch(line -> line.startsWith("r-9"));
    }

    @Test
    void whatAnApplicationRefusesWithMakesTheTerminalDoNothing() {
        status = 409;
        answer = "{\"detail\":\"It is\\u001b[2J another.\"}";

        assertThat(run("start", "--pipeline", "x")).isEqualTo(1);

        assertThat(err.toString()).isEqualToNormalizingNewlines("eventfork: It is [2J another.\n");
    }

    @Test
    void aDetachedReplayIsNotWaitedFor() {
        status = 202;
        answer = BACKUP_JOB.formatted("RUNNING", 0, "");

        assertThat(run("start", "--pipeline", "checkout-replay", "--last", "2h", "--detach"))
                .isZero();

        assertThat(requests).hasSize(1);
    }

    @Test
    void startSaysIfItRunsAlready() {
        run("start", "--pipeline", "checkout-replay");

        assertThat(out.toString()).contains("It runs already:", "r-1");
    }

    @Test
    void statusShowsOneOrAllOrThatThereIsNone() {
        assertThat(run("status", "r-1")).isZero();
        answer = "[" + JOB + "," + JOB + "]";
        assertThat(run("status")).isZero();
        answer = "[]";
        assertThat(run("status")).isZero();

        assertThat(requests)
                .containsExactly(
                        "GET /admin/replays/r-1 ", "GET /admin/replays ", "GET /admin/replays ");
        assertThat(out.toString().lines()).hasSize(4).endsWith("There has been no replay.");
    }

    @Test
    void stopStops() {
        assertThat(run("stop", "r-1")).isZero();

        assertThat(requests).containsExactly("DELETE /admin/replays/r-1 ");
    }

    @Test
    void whatTheApplicationRefusesIsOneSentenceAndFails() {
        status = 400;
        answer =
                "{\"detail\":\"It is at fault.\",\"faults\":[{\"pointer\":\"/destination\",\"message\":\"is no queue\"}]}";

        assertThat(run("start", "--pipeline", "x")).isEqualTo(1);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "eventfork: It is at fault. /destination is no queue.\n");
    }

    @Test
    void theTokenComesFromAFileAndNobodySeesIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "known-to-the-operator\n");

        assertThat(run("status", "r-1", "--token-file", file.toString())).isZero();
        assertThat(run("status", "r-1")).isZero();

        assertThat(tokens).containsExactly("Bearer known-to-the-operator", "none");
        assertThat(out.toString() + err).doesNotContain("known-to-the-operator");
    }

    @Test
    void whoHasNoTokenIsToldHowToSendIt() {
        status = 401;
        answer = "{\"detail\":\"It wants its token.\"}";

        assertThat(run("status")).isEqualTo(1);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "eventfork: It wants its token. Set EVENTFORK_ADMIN_TOKEN, or name a file"
                                + " with --token-file.\n");
    }

    @Test
    void aTokenThatNoHeaderCarriesIsRefusedWithoutTellingIt(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "has blanks in between");

        assertThat(run("status", "--token-file", file.toString())).isEqualTo(1);

        assertThat(err.toString()).contains("eventfork.admin-token").doesNotContain("blanks");
    }

    @Test
    void somethingElseThatAnswersIsSaidToBeNoEventfork() {
        answer = "<html>";

        assertThat(run("status")).isEqualTo(1);

        assertThat(err.toString()).contains("is no Eventfork", "--url");
    }

    @Test
    void whenNothingAnswersTheSentenceSaysWhatToDo() {
        server.close();

        assertThat(run("status")).isEqualTo(1);

        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("No Eventfork answers at http://127.0.0.1:", "--url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "http://", "ftp://x", "http:// x"})
    void aUrlThatIsNoneIsNamed(String url) {
        assertThat(EventforkCommand.execute("replay", "status", "--url", url)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay",
                "replay start",
                "replay stop",
                "replay fly",
                "replay status --follow",
                "replay start --pipeline x --rate fast",
                "replay start --pipeline x --limit 0",
                "replay start --pipeline x --filter {"
            })
    void wrongUsageExits2(String arguments) {
        assertThat(EventforkCommand.execute(arguments.split(" "))).isEqualTo(2);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", server.uri() + "/"));
        CommandLine line = EventforkCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(all.toArray(String[]::new));
    }
}
