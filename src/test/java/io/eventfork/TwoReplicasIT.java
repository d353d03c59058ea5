package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.localcloud.SharedLocalCloud;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two replicas on one cloud, behind a caller that goes to the other when one is gone. */
class TwoReplicasIT {

    private static final String PREFIX = "replicas-it-";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int ENOUGH = 60;
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();

    private static final Pattern ACKNOWLEDGED =
            Pattern.compile(
                    "eventfork_delivery_acknowledged_total\\{[^}]*route=\"checkout-orders\"[^}]*} (\\S+)");

    private final List<EventforkProcess> replicas = new CopyOnWriteArrayList<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    /** As a rolling deployment does it: a new replica is ready before an old one is stopped. */
    @Test
    void shareTheWorkAndARollingRestartUnderLoadLosesNothing() {
        Path configuration = CheckoutIT.configuration(PREFIX);
        AtomicBoolean over = new AtomicBoolean();
        EventforkProcess first = start(configuration);
        EventforkProcess second = start(configuration);
        replicas.addAll(List.of(first, second));
        CompletableFuture<Void> caller = CompletableFuture.runAsync(() -> send(over));
        try {
            await().atMost(SOON).until(() -> written(first) >= 10 && written(second) >= 10);
            for (EventforkProcess old : List.of(first, second)) {
                EventforkProcess fresh = start(configuration);
                replicas.add(0, fresh);
                replicas.remove(old);
                int before = accepted.size();
                assertThat(old.terminate()).as(old.output()).isZero();
                await().atMost(SOON).until(() -> accepted.size() >= before + ENOUGH);
            }
            await().atMost(SOON).until(() -> replicas.stream().allMatch(one -> written(one) > 0));
            over.set(true);
            caller.join();

            // What an old one may have kept for itself comes back after two minutes.
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(rows()).containsAll(accepted));
            assertThat(new TestQueues(CLOUD.sqs(), PREFIX).visible("checkout-orders-dlq")).isZero();
        } finally {
            over.set(true);
            replicas.forEach(EventforkProcess::close);
            first.close();
            second.close();
        }
    }

    private static EventforkProcess start(Path configuration) {
        return EventforkProcess.application(
                CLOUD.endpoint(), "--apps", "checkout", "--config", configuration.toString());
    }

    private void send(AtomicBoolean over) {
        int id = 0;
        while (!over.get()) {
            id++;
            for (EventforkProcess replica : replicas) {
                if (order(replica, id)) {
                    accepted.add("2026-01-02T03:04:05+01:00-" + id);
                    break;
                }
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static boolean order(EventforkProcess replica, int id) {
        try {
            return replica.post("/checkout", Orders.of(id, "replicas", "5")).statusCode() == 202;
        } catch (UncheckedIOException e) {
            // It has stopped: the next replica gets the same order.
            return false;
        }
    }

    /** How many orders a replica has read from the queue and written. */
    private static int written(EventforkProcess replica) {
        Matcher count = ACKNOWLEDGED.matcher(replica.observe("metrics").body());
        return count.find() ? (int) Double.parseDouble(count.group(1)) : 0;
    }

    private static Set<String> rows() {
        return CLOUD
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName(PREFIX + "checkout-orders"))
                .items()
                .stream()
                .map(item -> item.get("DateOrderId").s())
                .collect(Collectors.toSet());
    }
}
