package io.eventfork.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.TestQueues;
import io.eventfork.backup.StoredBackup;
import io.eventfork.event.AttributeValue;
import io.eventfork.localcloud.SharedLocalCloud;
import io.eventfork.pipeline.TransformedEvent;
import io.eventfork.queue.Pace;
import io.eventfork.queue.QueueBatches;
import io.eventfork.queue.QueueUrls;
import io.eventfork.queue.Sleeper;
import io.eventfork.replay.ReplayJob.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Replays from a backup against buckets, queues and tables of the local cloud. */
class LeasedReplaysIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Instant FROM = Instant.parse("2026-01-10T10:00:00Z");
    private static final Instant TO = Instant.parse("2026-01-10T12:00:00Z");

    private final String name = "it-replays-" + UUID.randomUUID().toString().substring(0, 8);
    private final String table = ControlTable.create();
    private final ReplayJobs jobs =
            new ReplayJobs(CLOUD.dynamoDb(), () -> table, Clock.systemUTC());
    private final StoredBackup backup = new StoredBackup(CLOUD.s3(), name, "orders-backup");
    private final List<String> flushed = new CopyOnWriteArrayList<>();
    private final List<LeasedReplays> replicas = new ArrayList<>();

    /** Messages a second, for replicas of whose jobs something has to be left. */
    private static final int SLOWLY = 15;

    @BeforeEach
    void createBucketAndQueue() {
        CLOUD.s3().createBucket(create -> create.bucket(name));
        CLOUD.sqs().createQueue(create -> create.queueName(name));
    }

    @AfterEach
    void stop() {
        replicas.forEach(LeasedReplays::close);
    }

    @Test
    void theEventsOfTheWindowAreCopiedOnceWithBodyAndAttributes() {
        Map<String, AttributeValue> attributes =
                Map.of(
                        "eventId", AttributeValue.string("in-1"),
                        "amount", new AttributeValue("Number.float", "450.00"),
                        "raw",
                                new AttributeValue(
                                        "Binary",
                                        Base64.getEncoder().encodeToString(new byte[] {0, -1})));
        TransformedEvent first =
                StoredBackup.event("in-1", FROM, attributes, "{ \"amount\" : 450.00,\"n\":1e2}");
        TransformedEvent text = StoredBackup.text("in-2", TO.minusMillis(1), "no \"JSON\"\nat all");
        backup.put(List.of(at("before", FROM.minusMillis(1)), first));
        backup.put(List.of(first, text, at("after", TO)));
        backup.put(List.of(first));
        backup.put(List.of(at("long-before", FROM.minus(Duration.ofDays(40)))));

        ReplayJob job = run(job("1", ReplayTerms.NONE, selection(null, null)));

        assertThat(job.moved()).isEqualTo(2);
        assertThat(job.progress().selected()).isEqualTo(2);
        assertThat(job.progress().repeated()).isEqualTo(2);
        assertThat(job.progress().objects()).isEqualTo(3);
        assertThat(job.progress().objectsRead()).isEqualTo(3);
        assertThat(job.progress().errors()).isEmpty();
        Map<String, Message> copies = copies();
        assertThat(copies)
                .containsOnlyKeys("{ \"amount\" : 450.00,\"n\":1e2}", "no \"JSON\"\nat all");
        Map<String, MessageAttributeValue> restored =
                new HashMap<>(copies.get("{ \"amount\" : 450.00,\"n\":1e2}").messageAttributes());
        assertThat(restored.remove("eventfork").stringValue())
                .contains("\"replay\":\"1\"", "\"origin\":{\"id\":\"in-1\",\"sentAt\":\"" + FROM);
        assertThat(restored).containsOnlyKeys("eventId", "amount", "raw");
        assertThat(restored.get("amount").dataType()).isEqualTo("Number.float");
        assertThat(restored.get("amount").stringValue()).isEqualTo("450.00");
        assertThat(restored.get("raw").binaryValue().asByteArray()).containsExactly(0, -1);
    }

    @Test
    void anEventIsFoundInAnObjectThatBeganDaysBeforeTheWindow() {
        backup.put(List.of(at("straggler", FROM.minus(Duration.ofDays(20))), at("in", FROM)));

        run(job("1", ReplayTerms.NONE, selection(null, null)));

        assertThat(ids()).containsExactly("in");
    }

    @Test
    void onlyWhatTheFilterWantsIsCopiedAndNoMoreThanTheLimit() {
        backup.put(
                IntStream.range(0, 40)
                        .mapToObj(
                                i ->
                                        StoredBackup.event(
                                                "e-" + i,
                                                FROM.plusSeconds(i),
                                                Map.of("amount", AttributeValue.number("" + i)),
                                                body("e-" + i)))
                        .toList());

        ReplayJob job =
                run(
                        job(
                                "1",
                                new ReplayTerms(0, 13, false),
                                selection(
                                        "{\"amount\":[{\"numeric\":[\">=\",20]}]}",
                                        "MessageAttributes")));

        assertThat(job.state()).isEqualTo(State.FINISHED);
        assertThat(ids())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(20, 33).mapToObj(i -> "e-" + i).toList());
    }

    @Test
    void aFilterCanLookAtTheBody() {
        backup.put(List.of(at("a", FROM), at("b", FROM)));

        run(job("1", ReplayTerms.NONE, selection("{\"id\":[\"b\"]}", "MessageBody")));

        assertThat(ids()).containsExactly("b");
    }

    @Test
    void aDryRunCountsShowsSomeAndCopiesNothing() {
        backup.put(events(0, 30));

        ReplayJob job = run(job("1", new ReplayTerms(0, 0, true), selection(null, null)));

        assertThat(job.progress().selected()).isEqualTo(30);
        assertThat(job.moved()).isZero();
        assertThat(job.progress().sample())
                .hasSize(5)
                .first()
                .isEqualTo(new ReplayProgress.Sample("e-0", FROM.toString(), body("e-0")));
        assertThat(ids()).isEmpty();
    }

    @Test
    void twoReplicasDoAJobOnce() {
        IntStream.range(0, 10).forEach(i -> backup.put(events(30 * i, 30 * i + 30)));
        LeasedReplays first = replica(Duration.ofSeconds(30));
        LeasedReplays second = replica(Duration.ofSeconds(30));
        jobs.start(job("1", ReplayTerms.NONE, selection(null, null)));

        awaitEnd("1", first, second);

        assertThat(ids()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void aReplicaThatStopsLeavesTheRestToAnotherThatSendsNothingTwice() {
        IntStream.range(0, 10).forEach(i -> backup.put(events(30 * i, 30 * i + 30)));
        // One object has been written twice, and the other copy comes after the change of replicas.
        backup.put(List.of(at("e-0", FROM.plusSeconds(1)), at("last", TO.minusSeconds(1))));
        LeasedReplays first = replica(lease(Duration.ofSeconds(30), Clock.systemUTC()), SLOWLY);
        jobs.start(job("1", ReplayTerms.NONE, selection(null, null)));
        first.follow(jobs.running());
        await().atMost(SOON).until(this::isThereACopy);
        first.close();
        long before = jobs.find("1").moved();

        awaitEnd("1", replica(Duration.ofSeconds(30)));

        assertThat(before).isLessThan(301);
        assertThat(jobs.find("1").moved()).isEqualTo(301);
        assertThat(jobs.find("1").progress().repeated()).isEqualTo(1);
        assertThat(ids()).hasSize(301).doesNotHaveDuplicates();
    }

    @Test
    void aReplicaThatSaysNothingLosesTheJob() {
        backup.put(events(0, 30));
        jobs.start(job("1", ReplayTerms.NONE, selection(null, null)));
        JobLease dead = lease(SOON, Clock.systemUTC());
        assertThat(dead.take("1")).isPresent();
        assertThat(lease(SOON, Clock.systemUTC()).take("1")).isEmpty();

        awaitEnd("1", replica(lease(SOON, Clock.offset(Clock.systemUTC(), SOON.plusSeconds(1)))));

        assertThat(ids()).hasSize(30);
        assertThat(dead.hold("1")).isFalse();
    }

    @Test
    void aStoppedJobCopiesNoMore() {
        backup.put(events(0, 200));
        LeasedReplays replica = replica(Duration.ofSeconds(30));
        jobs.start(job("1", new ReplayTerms(5, 0, false), selection(null, null)));
        replica.follow(jobs.running());
        await().atMost(SOON).until(() -> jobs.find("1").moved() > 0);

        jobs.stop("1");
        await().atMost(SOON).until(() -> !replica.isWorkingAt("1"));

        int copied = ids().size();
        assertThat(copied).isLessThan(200);
        assertThat(jobs.find("1").moved()).isEqualTo(copied);
        replica.follow(jobs.running());
        assertThat(jobs.find("1").state()).isEqualTo(State.STOPPED);
        assertThat(jobs.running()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestIsCopied() {
        String damaged = backup.put(events(0, 5));
        backup.put(events(5, 10));
        CLOUD.s3()
                .putObject(
                        put -> put.bucket(name).key(damaged),
                        RequestBody.fromBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2}));

        ReplayJob job = run(job("1", ReplayTerms.NONE, selection(null, null)));

        assertThat(job.state()).isEqualTo(State.FINISHED);
        assertThat(job.progress().errors())
                .singleElement()
                .asString()
                .startsWith("Cannot read " + damaged);
        assertThat(ids()).hasSize(5);
    }

    @Test
    void aQueueThatIsAwayIsWaitedFor() {
        backup.put(events(0, 5));
        String later = name + "-later";
        LeasedReplays replica = replica(Duration.ofSeconds(30));
        ReplayJob job = job("1", ReplayTerms.NONE, selection(null, null));
        jobs.start(
                new ReplayJob(
                        "1",
                        job.pipeline(),
                        job.queue(),
                        later,
                        State.RUNNING,
                        job.startedAt(),
                        null,
                        null,
                        0,
                        job.terms(),
                        job.backup(),
                        job.progress()));
        replica.follow(jobs.running());
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(jobs.find("1").progress().waiting())
                                        .contains("queue " + later));

        CLOUD.sqs().createQueue(create -> create.queueName(later));
        awaitEnd("1", replica);

        assertThat(jobs.find("1").moved()).isEqualTo(5);
        assertThat(jobs.find("1").progress().waiting()).isNull();
        assertThat(jobs.find("1").progress().errors()).isEmpty();
    }

    @Test
    void aQueueIsDrainedNoFurtherThanTheLimit() {
        String kept = name + "-kept";
        String url = CLOUD.sqs().createQueue(create -> create.queueName(kept)).queueUrl();
        for (int i = 0; i < 30; i++) {
            String body = body("e-" + i);
            CLOUD.sqs().sendMessage(send -> send.queueUrl(url).messageBody(body));
        }
        CLOUD.sqs().sendMessage(send -> send.queueUrl(url).messageBody("unwanted"));

        ReplayJob job = run(queueJob("1", new ReplayTerms(0, 25, false)));

        assertThat(job.moved()).isEqualTo(25);
        List<Message> copied = new TestQueues(CLOUD.sqs(), "").messages(name);
        assertThat(copied).hasSize(25).allMatch(message -> message.body().startsWith("{"));
        assertThat(copied.get(0).messageAttributes().get("eventfork").stringValue())
                .contains("\"replay\":\"1\"", "\"queue\":\"" + kept);

        LeasedReplays replica = replica(Duration.ofSeconds(30));
        jobs.start(queueJob("2", new ReplayTerms(50, 0, false)));
        replica.follow(jobs.running());
        await().atMost(SOON).until(() -> jobs.find("2").moved() == 5);
        jobs.stop("2");
        await().atMost(SOON).until(() -> !replica.isWorkingAt("2"));
        assertThat(new TestQueues(CLOUD.sqs(), "").messages(name)).hasSize(5);
    }

    private ReplayJob queueJob(String id, ReplayTerms terms) {
        return new ReplayJob(
                id,
                "orders-replay",
                name + "-kept",
                name,
                State.RUNNING,
                Instant.now(),
                "ops",
                null,
                0,
                terms,
                null,
                ReplayProgress.NONE);
    }

    @Test
    void openBatchesAreAskedForOnlyIfTheWindowReachesThem() {
        LeasedReplays replica = replica(Duration.ofSeconds(30));
        jobs.start(job("1", ReplayTerms.NONE, selection(null, null)));
        awaitEnd("1", replica);
        assertThat(flushed).isEmpty();

        BackupSelection old = selection(null, null);
        BackupSelection now =
                new BackupSelection(
                        old.pipeline(),
                        old.bucket(),
                        "",
                        Instant.now().minusSeconds(60),
                        Instant.now(),
                        old.lookback(),
                        null,
                        null);
        jobs.start(job("2", ReplayTerms.NONE, now));
        awaitEnd("2", replica);

        assertThat(flushed).containsExactly("orders-backup");
    }

    private ReplayJob run(ReplayJob job) {
        LeasedReplays replica = replica(Duration.ofSeconds(30));
        jobs.start(job);
        awaitEnd(job.id(), replica);
        return jobs.find(job.id());
    }

    private void awaitEnd(String id, LeasedReplays... some) {
        await().atMost(SOON)
                .until(
                        () -> {
                            for (LeasedReplays replica : some) {
                                replica.follow(jobs.running());
                            }
                            return !jobs.find(id).isRunning();
                        });
        assertThat(jobs.running()).isEmpty();
    }

    private LeasedReplays replica(Duration lease) {
        return replica(lease(lease, Clock.systemUTC()));
    }

    private LeasedReplays replica(JobLease lease) {
        return replica(lease, 0);
    }

    /**
     * @param rate messages a second, whatever a job says, or 0
     */
    private LeasedReplays replica(JobLease lease, int rate) {
        LeasedReplays replica =
                new LeasedReplays(
                        jobs,
                        lease,
                        (job, held, from, notBefore) -> work(rate, job, held, from, notBefore),
                        new LeasedReplays.Surroundings(flushed::add, Duration.ofMillis(10)));
        replicas.add(replica);
        return replica;
    }

    private void work(int rate, ReplayJob job, HeldJob held, Checkpoint from, Instant notBefore) {
        Pace pace = new Pace(rate == 0 ? job.terms().rate() : rate, System::nanoTime, Sleeper.REAL);
        QueueBatches batches = new QueueBatches(CLOUD.sqs(), Sleeper.REAL);
        QueueUrls urls = new QueueUrls(CLOUD.sqs(), queue -> queue);
        Clock clock = Clock.systemUTC();
        if (job.isFromBackup()) {
            BackupReplay.Tools tools =
                    new BackupReplay.Tools(
                            CLOUD.s3(),
                            (of, tally, waiting, moved) ->
                                    new BackupSender(
                                            of.destination(),
                                            batches,
                                            urls,
                                            pace,
                                            tally,
                                            waiting,
                                            moved),
                            clock,
                            Sleeper.REAL);
            new BackupReplay(job, held, from, job.backup().bucket(), tools).run(notBefore);
        } else {
            QueueReplay.Tools tools =
                    new QueueReplay.Tools(
                            CLOUD.sqs(),
                            batches,
                            urls,
                            new ReplayMark(null, queue -> queue, clock),
                            clock,
                            Sleeper.REAL);
            new QueueReplay(
                            job,
                            held,
                            from,
                            message -> !message.body().contains("unwanted"),
                            pace,
                            tools)
                    .run();
        }
    }

    private JobLease lease(Duration length, Clock clock) {
        return new JobLease(
                CLOUD.dynamoDb(), () -> table, UUID.randomUUID().toString(), length, clock);
    }

    private boolean isThereACopy() {
        return CLOUD
                .sqs()
                .getQueueAttributes(
                        get ->
                                get.queueUrl(
                                                CLOUD.sqs()
                                                        .getQueueUrl(of -> of.queueName(name))
                                                        .queueUrl())
                                        .attributeNames(
                                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .values()
                .stream()
                .anyMatch(count -> !count.equals("0"));
    }

    private ReplayJob job(String id, ReplayTerms terms, BackupSelection selection) {
        return new ReplayJob(
                id,
                "orders-replay",
                "kept",
                name,
                State.RUNNING,
                Instant.now(),
                "ops",
                null,
                0,
                terms,
                selection,
                ReplayProgress.NONE);
    }

    private BackupSelection selection(String filter, String scope) {
        return new BackupSelection(
                "orders-backup", name, "", FROM, TO, Duration.ofDays(31), filter, scope);
    }

    private static List<TransformedEvent> events(int first, int end) {
        return IntStream.range(first, end)
                .mapToObj(i -> at("e-" + i, FROM.plusSeconds(i)))
                .toList();
    }

    private static TransformedEvent at(String id, Instant time) {
        return StoredBackup.event(id, time, Map.of(), body(id));
    }

    private static String body(String id) {
        return "{\"id\":\"" + id + "\"}";
    }

    /** The ids of all copies, which are taken out of the queue. */
    private List<String> ids() {
        return new TestQueues(CLOUD.sqs(), "")
                .messages(name).stream()
                        .map(message -> message.body().replaceAll("\\{\"id\":\"|\"}", ""))
                        .toList();
    }

    private Map<String, Message> copies() {
        Map<String, Message> copies = new HashMap<>();
        new TestQueues(CLOUD.sqs(), "")
                .messages(name)
                .forEach(message -> assertThat(copies.put(message.body(), message)).isNull());
        return copies;
    }
}
