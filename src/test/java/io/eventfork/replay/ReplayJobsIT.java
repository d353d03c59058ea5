package io.eventfork.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventfork.localcloud.SharedLocalCloud;
import io.eventfork.problem.ProblemException;
import io.eventfork.replay.ReplayJob.State;
import io.eventfork.replay.ReplayJobs.Started;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The jobs in a real table: what two operators or two replicas do at a time. */
class ReplayJobsIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final String table = ControlTable.create();
    private final ReplayJobs jobs =
            new ReplayJobs(CLOUD.dynamoDb(), () -> table, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aStartedJobIsFoundListedAndRuns() {
        ReplayJob job = job("1", "a-replay", "orders");

        assertThat(jobs.start(job)).isEqualTo(new Started(job, true));

        assertThat(jobs.find("1")).isEqualTo(job);
        assertThat(jobs.running()).containsExactly(job);
        jobs.start(job("2", "b-replay", "orders"));
        assertThat(jobs.list()).extracting(ReplayJob::id).containsExactly("2", "1");
    }

    @Test
    void ofManyStartsAtATimeOneWins() {
        List<CompletableFuture<Started>> starts =
                IntStream.range(0, 8)
                        .mapToObj(
                                i ->
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        jobs.start(
                                                                job(
                                                                        "j" + i,
                                                                        "a-replay",
                                                                        "orders"))))
                        .toList();

        Set<String> ids =
                starts.stream().map(start -> start.join().job().id()).collect(Collectors.toSet());

        assertThat(ids).hasSize(1);
        assertThat(starts.stream().filter(start -> start.join().isNew())).hasSize(1);
        assertThat(jobs.list()).hasSize(1);
    }

    @Test
    void anotherDestinationIsRefusedWhileOneRuns() {
        jobs.start(job("1", "a-replay", "orders"));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> jobs.start(job("2", "a-replay", "other")))
                .withMessageContaining("by job 1")
                .returns(409, ProblemException::status);
    }

    @Test
    void theLastHoursAskedForALittleLaterAreTheReplayThatRuns() {
        assertThatItRunsOn(new AskedWindow(null, null, Duration.ofHours(2)));
    }

    @Test
    void aWindowUntilNowAskedForALittleLaterIsTheReplayThatRuns() {
        assertThatItRunsOn(new AskedWindow(NOW.minusSeconds(60), null, null));
    }

    private void assertThatItRunsOn(AskedWindow asked) {
        ReplayJob first = backupJob("1", asked, NOW);
        jobs.start(first);

        Started again = jobs.start(backupJob("2", asked, NOW.plusSeconds(90)));

        assertThat(again).isEqualTo(new Started(first, false));
        assertThat(jobs.running()).containsExactly(first);
    }

    @Test
    void otherWordsForTheSameWindowAreAnotherReplay() {
        ReplayJob first = backupJob("1", new AskedWindow(null, null, Duration.ofHours(2)), NOW);
        jobs.start(first);
        BackupSelection resolved = first.backup();
        AskedWindow exact = new AskedWindow(resolved.from(), resolved.to(), null);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> jobs.start(backupJob("2", exact, NOW)))
                .returns(409, ProblemException::status);
    }

    /** As a version before wrote it. */
    @Test
    void aJobThatDoesNotTellWhatWasAskedForWasAskedForAsItIs() {
        ReplayJob job =
                backupJob(
                        "1", new AskedWindow(NOW.minusSeconds(60), NOW, null), NOW.plusSeconds(5));
        String written = JobJson.selection(job.backup()).without("asked").toString();

        assertThat(JobJson.readSelection(written)).isEqualTo(job.backup());
    }

    @Test
    void stoppingTwiceChangesNothingAndMakesRoomForTheNext() {
        jobs.start(job("1", "a-replay", "orders"));

        ReplayJob stopped = jobs.stop("1");

        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(stopped.stoppedAt()).isEqualTo(NOW);
        assertThat(jobs.running()).isEmpty();
        assertThat(jobs.start(job("2", "a-replay", "other")).isNew()).isTrue();
        assertThat(jobs.stop("1")).isEqualTo(stopped);
        assertThat(jobs.running()).extracting(ReplayJob::id).containsExactly("2");
    }

    @Test
    void countsAddUp() {
        jobs.start(job("1", "a-replay", "orders"));
        ReplayCounts counts = new ReplayCounts(jobs);
        counts.add("1", 10);
        counts.add("1", 7);
        counts.write();
        counts.write();

        assertThat(jobs.find("1").moved()).isEqualTo(17);
    }

    @Test
    void anUnknownIdIsSaidToBeUnknown() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> jobs.stop("nobody"))
                .returns(404, ProblemException::status);
    }

    private static ReplayJob backupJob(String id, AskedWindow asked, Instant now) {
        ReplayJob job = job(id, "a-replay", "orders");
        return new ReplayJob(
                id,
                job.pipeline(),
                job.queue(),
                job.destination(),
                State.RUNNING,
                now,
                "ops",
                null,
                0,
                ReplayTerms.NONE,
                new BackupSelection(
                        "orders-backup",
                        "orders",
                        "",
                        asked,
                        asked.begin(now),
                        asked.end(now),
                        Duration.ofDays(31),
                        null,
                        null),
                ReplayProgress.NONE);
    }

    private static ReplayJob job(String id, String pipeline, String destination) {
        return new ReplayJob(id, pipeline, "kept", destination, State.RUNNING, NOW, "ops", null, 0);
    }
}
