package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.delivery.Lease;
import io.eventfork.delivery.LeaseOverException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Child processes: their input, output and exit code, and that none is left behind. */
class ProcessTaskRunnerTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    @TempDir Path folder;

    @Test
    void aTaskGetsItsEnvironmentAndTellsItsOutputAndExitCode() throws Exception {
        int code = run(LONG, "echo first; printf \"$INPUT_MESSAGE $PLACE $TASK_ID\"; exit 7");

        assertThat(code).isEqualTo(7);
        assertThat(lines).containsExactly("first", "[1] here t-1");
    }

    /** HOME is a variable that no shell sets by itself. */
    @Test
    void aTaskInheritsTheEnvironmentButWhatIsWithheld() throws Exception {
        assumeThat(System.getenv()).containsKey("HOME");
        String script = "echo \"${HOME+inherited}\"";

        runner(script, Set.of()).run(task(LONG), lines::add);
        runner(script, Set.of("HOME")).run(task(LONG), lines::add);

        assertThat(lines).containsExactly("inherited", "");
    }

    /** The last line may be the report of what failed. */
    @Test
    void theLastLineIsHeardHoweverLongTheOthersTake() throws Exception {
        String script = "i=0; while [ $i -lt 25 ]; do echo $i; i=$((i+1)); done; echo last";

        runner(script, Set.of())
                .run(
                        task(LONG),
                        line -> {
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                            lines.add(line);
                        });

        assertThat(lines).hasSize(26).endsWith("last");
    }

    @Test
    void aTaskThatTakesTooLongIsEndedWithItsChildren() throws Exception {
        // On a slow machine the first may be over before the task has begun.
        for (int millis = 500; !hasPid(); millis *= 4) {
            Duration limit = Duration.ofMillis(millis);
            assertThatThrownBy(() -> run(limit, "sleep 60 & echo $! > " + pid() + "; sleep 60"))
                    .isInstanceOf(TaskFailedException.class)
                    .hasMessageContaining("time limit of ");
        }

        awaitGone();
    }

    @Test
    void aTaskEndsBeforeTheLeaseOfItsBatchDoes() throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        Lease.put(exchange, () -> hasPid() ? Instant.now().plusSeconds(1) : Instant.MAX);
        Task task = new Task("t-1", Map.of(), LONG, Lease.of(exchange));

        assertThatThrownBy(
                        () ->
                                runner("sleep 60 & echo $! > " + pid() + "; sleep 60")
                                        .run(task, lines::add))
                .isInstanceOf(LeaseOverException.class);

        awaitGone();
    }

    @Test
    void whatATaskLeavesBehindEndsWithIt() throws Exception {
        assertThat(run(LONG, "sleep 60 & echo $! > " + pid())).isZero();

        awaitGone();
    }

    /** As when the parent dies: the system closes its pipes. */
    @Test
    void aForeignCommandEndsWhenItsParentDoes() throws Exception {
        ProcessTaskRunner runner = runner("sleep 60 & echo $! > " + pid() + "; sleep 60");
        Process child = new ProcessBuilder(runner.command()).start();
        await().until(this::hasPid);

        child.getOutputStream().close();

        assertThat(child.waitFor()).isNotZero();
        awaitGone();
    }

    /** So that its messages wait, and are not given up for an exit code of the shell. */
    @ParameterizedTest
    @ValueSource(strings = {"/no/such/command", "no-such-command", "/tmp"})
    void aProgramThatIsNotThereCannotBeStarted(String name) {
        ProcessTaskRunner runner =
                ProcessTaskRunner.of(List.of(name), Map.of(), Set.of(), Clock.systemUTC());

        assertThatThrownBy(() -> runner.run(task(LONG), lines::add))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("There is no program " + name + " to start a task with");
    }

    @Test
    void aProgramIsFoundByItsName() throws Exception {
        ProcessTaskRunner runner =
                ProcessTaskRunner.of(
                        List.of("sh", "-c", "exit 3"), Map.of(), Set.of(), Clock.systemUTC());

        assertThat(runner.run(task(LONG), lines::add)).isEqualTo(3);
    }

    /** Its standard input is empty: a worker that watched that would end at once. */
    @Test
    void aCommandThatIsWatchedDoesNotHaveToWatchItsInputItself() throws Exception {
        run(LONG, "echo $TASK_PARENT");

        assertThat(lines).containsExactly("shell");
    }

    private int run(Duration limit, String script) throws IOException, InterruptedException {
        return runner(script).run(task(limit), lines::add);
    }

    private static ProcessTaskRunner runner(String script) {
        return runner(script, Set.of());
    }

    private static ProcessTaskRunner runner(String script, Set<String> withheld) {
        return ProcessTaskRunner.of(
                List.of("/bin/sh", "-c", script),
                Map.of("PLACE", "here"),
                withheld,
                Clock.systemUTC());
    }

    private static Task task(Duration limit) {
        Lease unlimited = Lease.of(new DefaultExchange(new DefaultCamelContext()));
        return new Task("t-1", Map.of("INPUT_MESSAGE", "[1]"), limit, unlimited);
    }

    private boolean hasPid() {
        try {
            return Files.exists(pid()) && Files.size(pid()) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path pid() {
        return folder.resolve("pid");
    }

    private void awaitGone() throws IOException {
        long number = Long.parseLong(Files.readString(pid()).strip());
        await().until(() -> ProcessHandle.of(number).filter(ProcessHandle::isAlive).isEmpty());
    }
}
