package io.eventfork.stream;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.delivery.ConsumerState;
import io.eventfork.localcloud.SharedLocalCloud;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** Routes that read streams of the local cloud, as replicas do. */
@Timeout(value = 3, unit = MINUTES)
class StreamsIT {

    private static final KinesisClient KINESIS =
            SharedLocalCloud.get().build(KinesisClient.builder());

    /** Tries nothing again by itself, so that every refusal is the consumer's business. */
    private static final KinesisClient READING =
            SharedLocalCloud.get()
                    .build(
                            KinesisClient.builder()
                                    .overrideConfiguration(
                                            o ->
                                                    o.retryStrategy(
                                                            DefaultRetryStrategy.doNotRetry())));

    private static final ControlTable TABLE = new ControlTable(SharedLocalCloud.get().dynamoDb());

    /** So long that no lease ends by itself during a test, however slow the machine is. */
    private static final String LONG_LEASE = "10m";

    private final String stream = "it-stream-" + UUID.randomUUID();
    private final List<StreamReplica> replicas = new ArrayList<>();

    @BeforeAll
    static void createTable() {
        TABLE.create();
    }

    @AfterAll
    static void closeClients() {
        KINESIS.close();
        READING.close();
    }

    @AfterEach
    void close() {
        replicas.forEach(StreamReplica::close);
        KINESIS.deleteStream(r -> r.streamName(stream));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    private void createStream(int shards) {
        KINESIS.createStream(r -> r.streamName(stream).shardCount(shards));
        KINESIS.waiter().waitUntilStreamExists(r -> r.streamName(stream));
    }

    private StreamReplica replica(String... options) {
        Map<String, String> all =
                new HashMap<>(
                        Map.of(
                                "batchSize", "3",
                                "pollInterval", "200ms",
                                "leaseDuration", LONG_LEASE));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        StreamReplica replica = new StreamReplica(READING, TABLE.name(), stream, all);
        replicas.add(replica);
        return replica;
    }

    /** Puts numbers, each by its own key or all by one. */
    private void put(int first, int last, String key) {
        List<PutRecordsRequestEntry> entries =
                IntStream.rangeClosed(first, last)
                        .mapToObj(
                                n ->
                                        PutRecordsRequestEntry.builder()
                                                .partitionKey(key == null ? "key-" + n : key)
                                                .data(SdkBytes.fromUtf8String("" + n))
                                                .build())
                        .toList();
        assertThat(KINESIS.putRecords(r -> r.streamName(stream).records(entries)))
                .satisfies(answer -> assertThat(answer.failedRecordCount()).isZero());
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }

    private List<Lease> leases() {
        return new DynamoDbLeases(
                        SharedLocalCloud.get().dynamoDb(),
                        TABLE.name(),
                        StreamReplica.ROUTE,
                        stream)
                .leases();
    }

    private List<String> effects() {
        return replicas.stream().flatMap(replica -> replica.effects().stream()).toList();
    }

    @Test
    void theShardsOfAKilledReplicaAreTakenOverAndOnlyItsLastBatchesAreRepeated() {
        createStream(4);
        StreamReplica dying = replica("leaseDuration", "10s").start();
        eventually().until(() -> dying.shards() == 4);
        StreamReplica surviving = replica("leaseDuration", "10s").start();
        eventually().until(() -> dying.shards() == 2 && surviving.shards() == 2);
        put(1, 120, null);
        eventually().until(() -> effects().size() >= 120);
        assertThat(effects()).containsExactlyInAnyOrderElementsOf(numbers(1, 120));

        // It dies with a batch in the middle of its route.
        dying.work = batch -> dying.kill();
        put(121, 240, null);
        eventually().until(() -> new HashSet<>(effects()).size() == 240);

        assertThat(surviving.shards()).isEqualTo(4);
        Set<String> atHand =
                dying.batches().stream()
                        .collect(
                                Collectors.toMap(
                                        batch -> batch.get(0).shardId(),
                                        batch -> batch,
                                        (earlier, later) -> later))
                        .values()
                        .stream()
                        .flatMap(List::stream)
                        .map(StreamRecord::text)
                        .collect(Collectors.toSet());
        assertThat(atHand).containsAll(repeated(effects()));
        replicas.forEach(StreamsIT::assertOrder);
    }

    private static Set<String> repeated(List<String> effects) {
        Set<String> seen = new HashSet<>();
        return effects.stream().filter(text -> !seen.add(text)).collect(Collectors.toSet());
    }

    /** In each shard, later records come later. */
    private static void assertOrder(StreamReplica replica) {
        Map<String, List<BigInteger>> numbers =
                replica.batches().stream()
                        .flatMap(List::stream)
                        .collect(
                                Collectors.groupingBy(
                                        StreamRecord::shardId,
                                        Collectors.mapping(
                                                record -> new BigInteger(record.sequenceNumber()),
                                                Collectors.toList())));
        assertThat(numbers.values()).allSatisfy(shard -> assertThat(shard).isSorted());
    }

    @Test
    void aReplicaThatComesTakesItsShareWithoutAnythingBeingDoneTwice() {
        createStream(4);
        put(1, 60, null);
        StreamReplica first = replica();
        first.work = batch -> slowly();
        first.start();
        eventually().until(() -> first.effects().size() > 3);
        StreamReplica second = replica();
        second.work = batch -> slowly();
        second.start();
        eventually().until(() -> first.shards() == 2 && second.shards() == 2);
        put(61, 120, null);

        eventually().until(() -> effects().size() >= 120);
        assertThat(effects()).containsExactlyInAnyOrderElementsOf(numbers(1, 120));
        assertThat(second.effects()).isNotEmpty();
    }

    private static void slowly() {
        await().pollDelay(Duration.ofMillis(15)).until(() -> true);
    }

    @Test
    void aSplitIsFollowedInOrder() {
        createStream(1);
        StreamReplica replica = replica().start();
        put(1, 10, "key");
        String whole = "shardId-000000000000";
        eventually().until(() -> replica.effects().size() > 3);
        KINESIS.splitShard(
                r ->
                        r.streamName(stream)
                                .shardToSplit(whole)
                                .newStartingHashKey(BigInteger.TWO.pow(127).toString()));
        put(11, 20, "key");
        replica().start();

        eventually().until(() -> effects().size() >= 20);
        assertThat(
                        Stream.concat(
                                        replica.effects().stream(),
                                        replicas.get(1).effects().stream())
                                .toList())
                .containsExactlyInAnyOrderElementsOf(numbers(1, 20));
        replicas.forEach(
                one ->
                        assertThat(one.effects().stream().map(Integer::valueOf).toList())
                                .isSorted());
        eventually()
                .untilAsserted(
                        () ->
                                assertThat(leases())
                                        .filteredOn(Lease::ended)
                                        .extracting(Lease::shardId)
                                        .containsExactly(whole));
    }

    @Test
    void aBatchThatFailsComesAgainAsItWasAndNothingIsSkipped() {
        createStream(1);
        put(1, 9, "key");
        StreamReplica replica = replica();
        AtomicInteger failures = new AtomicInteger();
        CountDownLatch mended = new CountDownLatch(1);
        replica.work =
                batch -> {
                    if (batch.get(0).text().equals("4") && mended.getCount() > 0) {
                        failures.incrementAndGet();
                        throw new IllegalStateException("The sink is away");
                    }
                };
        replica.start();
        eventually().until(() -> failures.get() >= 3);
        ConsumerState waiting = replica.streams.consumers().get(0);
        mended.countDown();

        eventually().until(() -> replica.effects().size() >= 9);
        assertThat(replica.effects()).isEqualTo(numbers(1, 9));
        assertThat(new HashSet<>(replica.attempts()))
                .containsExactlyInAnyOrder(numbers(1, 3), numbers(4, 6), numbers(7, 9));
        assertThat(waiting.status()).isEqualTo(ConsumerState.Status.PAUSED);
        assertThat(waiting.reason()).contains("the batch of 3", "The sink is away");
        eventually()
                .until(
                        () ->
                                replica.streams.consumers().get(0).status()
                                        == ConsumerState.Status.RUNNING);
    }

    @Test
    void fromTheLatestOnNothingIsLostBetweenTheDiscoveryAndTheFirstRead() {
        createStream(2);
        put(1, 20, null);
        long second = Instant.now().getEpochSecond();
        eventually().until(() -> Instant.now().getEpochSecond() > second);
        StreamReplica replica = replica("startingPosition", "LATEST");
        replica.failReads(true);
        replica.start();
        eventually().until(() -> replica.shards() == 2);
        put(21, 40, null);
        replica.failReads(false);

        eventually().until(() -> replica.effects().size() >= 20);
        assertThat(replica.effects()).containsExactlyInAnyOrderElementsOf(numbers(21, 40));
    }

    @Test
    void aStopInTheMiddleEndsTheBatchAndTheNextReplicaGoesOnAtOnce() {
        createStream(1);
        put(1, 9, "key");
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch mayEnd = new CountDownLatch(1);
        StreamReplica stopped = replica();
        stopped.work =
                batch -> {
                    begun.countDown();
                    if (batch.get(0).text().equals("4")) {
                        mayEnd.await();
                    }
                };
        stopped.start();
        eventually().until(() -> begun.getCount() == 0);
        StreamReplica next = replica().start();
        CompletableFuture<Void> stop = CompletableFuture.runAsync(stopped.context::stop);
        eventually().until(() -> stopped.context.getStatus().isStopping());
        assertThat(stop).isNotDone();
        mayEnd.countDown();
        stop.join();

        eventually().until(() -> next.effects().size() >= 3);
        assertThat(stopped.effects()).isEqualTo(numbers(1, 6));
        assertThat(next.effects()).isEqualTo(numbers(7, 9));
    }

    @Test
    void aRestartNeitherSkipsNorRepeats() {
        createStream(2);
        List<String> effects = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            put(20 * round + 1, 20 * round + 20, null);
            StreamReplica replica = replica().start();
            int expected = 20;
            eventually().until(() -> replica.effects().size() >= expected);
            replica.close();
            replicas.remove(replica);
            effects.addAll(replica.effects());
        }

        assertThat(effects).containsExactlyInAnyOrderElementsOf(numbers(1, 60));
    }

    @Test
    void aSuspendedRouteLeavesItsShardsToOthersAndTakesThemAgain() throws Exception {
        createStream(1);
        StreamReplica replica = replica().start();
        put(1, 3, "key");
        eventually().until(() -> replica.effects().size() >= 3);
        replica.context.getRouteController().suspendRoute(StreamReplica.ROUTE);
        eventually()
                .untilAsserted(
                        () -> assertThat(leases()).allMatch(lease -> lease.owner().isEmpty()));
        put(4, 6, "key");
        replica.context.getRouteController().resumeRoute(StreamReplica.ROUTE);

        eventually().until(() -> replica.effects().size() >= 6);
        assertThat(replica.effects()).isEqualTo(numbers(1, 6));
    }

    /** That a window ends is shown by BatchWindowTest, on a clock of its own. */
    @Test
    void aBatchWaitsForOthersWithinItsWindow() {
        createStream(1);
        StreamReplica replica = replica("batchSize", "2", "batchWindow", "5m").start();
        put(1, 1, "key");
        eventually().until(() -> replica.streams.consumers().get(0).held() == 1);
        put(2, 2, "key");

        eventually().until(() -> replica.effects().size() >= 2);
        assertThat(replica.attempts()).containsExactly(numbers(1, 2));
    }

    @Test
    void readsThatKinesisRefusesAsTooManyAreRepeatedLater() {
        createStream(1);
        KINESIS.addTagsToStream(
                r -> r.streamName(stream).tags(Map.of("eventfork:shard-limits", "on")));
        StreamReplica first = replica("applicationName", "one").start();
        StreamReplica second = replica("applicationName", "two").start();
        for (int round = 0; round < 5; round++) {
            put(10 * round + 1, 10 * round + 10, "key");
        }

        // Two applications of five reads a second each: one shard serves five to both.
        eventually()
                .until(
                        () ->
                                first.effects().size() >= 50
                                        && second.effects().size() >= 50
                                        && first.count("throttled") + second.count("throttled")
                                                > 0);
        assertThat(first.effects()).isEqualTo(numbers(1, 50));
        assertThat(second.effects()).isEqualTo(numbers(1, 50));
    }

    @Test
    void aStreamThatIsNotThereYetIsWaitedFor() {
        StreamReplica replica = replica().start();
        eventually()
                .until(
                        () ->
                                replica.streams.consumers().get(0).status()
                                        == ConsumerState.Status.PAUSED);
        createStream(1);
        put(1, 3, "key");

        eventually().until(() -> replica.effects().size() >= 3);
        assertThat(Collections.max(replica.attempts().stream().map(List::size).toList()))
                .isLessThanOrEqualTo(3);
    }
}
