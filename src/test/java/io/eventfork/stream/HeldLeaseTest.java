package io.eventfork.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventfork.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class HeldLeaseTest {

    private static final Duration DURATION = Duration.ofSeconds(10);
    private static final Position SEVEN = Position.after("7");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final InMemoryLeases leases = new InMemoryLeases();
    private final UnreliableLeases store = new UnreliableLeases(leases);
    private final HeldLease lease = take("a");

    private HeldLease take(String worker) {
        leases.create(Lease.of("shard", Position.TRIM_HORIZON, Set.of()));
        Lease seen = leases.lease("shard");
        Lease taken =
                leases.replace(seen, seen.passedTo(Optional.of(worker))).current().orElseThrow();
        return new HeldLease(store, nanos::get, DURATION, taken, nanos.get());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void isProvenForItsDurationSinceTheLastWriteBegan() {
        pass(DURATION.minusNanos(1));
        assertThat(lease.isProven()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(lease.isProven()).isFalse();

        lease.renew();
        assertThat(lease.isProven()).isTrue();
        assertThat(lease.isLost()).isFalse();
    }

    @Test
    void tellsUntilWhenNobodyElseTakesIt() {
        ManualClock clock = new ManualClock("1970-01-01T00:00:00Z");
        pass(Duration.ofSeconds(4));
        assertThat(lease.until(clock)).isEqualTo(Instant.EPOCH.plusSeconds(6));

        lease.renew();
        assertThat(lease.until(clock)).isEqualTo(Instant.EPOCH.plusSeconds(10));

        take("b");
        lease.renew();
        assertThat(lease.until(clock)).isEqualTo(Instant.MIN);
    }

    @Test
    void aCheckpointIsARenewal() {
        pass(DURATION.minusSeconds(1));

        assertThat(lease.checkpoint(SEVEN)).isTrue();

        assertThat(lease.age()).isZero();
        assertThat(leases.lease("shard").position()).isEqualTo(SEVEN);
    }

    @Test
    void oneThatAnotherHasTakenTakesNoCheckpoint() {
        take("b");

        assertThat(lease.checkpoint(SEVEN)).isFalse();

        assertThat(lease.isLost()).isTrue();
        assertThat(lease.isProven()).isFalse();
        assertThat(leases.lease("shard").position()).isEqualTo(Position.TRIM_HORIZON);
    }

    @Test
    void oneThatWasLostAndTakenAgainIsStillLostToWhoHadItBefore() {
        take("b");
        HeldLease again = take("a");

        assertThat(lease.checkpoint(SEVEN)).isFalse();
        assertThat(again.checkpoint(Position.after("8"))).isTrue();
    }

    @Test
    void aCheckpointWhoseAnswerWasLostIsNotALostLease() {
        store.loseNextAnswer();
        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(() -> lease.checkpoint(SEVEN));

        assertThat(lease.checkpoint(SEVEN)).isTrue();
        assertThat(lease.checkpoint(Position.after("8"))).isTrue();
        assertThat(lease.isLost()).isFalse();
    }

    @Test
    void aRenewalWhoseAnswerWasLostDoesNotKeepTheCheckpointOut() {
        store.loseNextAnswer();
        assertThatExceptionOfType(SdkClientException.class).isThrownBy(lease::renew);

        assertThat(lease.checkpoint(SEVEN)).isTrue();
        assertThat(leases.lease("shard").position()).isEqualTo(SEVEN);
    }

    @Test
    void aRenewalOfWhichOnlyTheAnswerIsFoundLaterIsNoNewProof() {
        store.loseNextAnswer();
        assertThatExceptionOfType(SdkClientException.class).isThrownBy(lease::renew);
        // Others have seen it, and count from here.
        pass(DURATION.dividedBy(2));

        lease.renew();
        assertThat(lease.age()).isEqualTo(DURATION.dividedBy(2).toNanos());

        lease.renew();
        assertThat(lease.age()).isZero();
    }

    @Test
    void aWriteThatNeverArrivedIsNotALostLeaseEither() {
        store.refuseNext();
        assertThatExceptionOfType(SdkClientException.class).isThrownBy(lease::renew);

        assertThat(lease.checkpoint(SEVEN)).isTrue();
    }

    @Test
    void releasedItIsAnybodysAtOnce() {
        lease.release();

        assertThat(leases.lease("shard").owner()).isEmpty();
        assertThat(lease.checkpoint(SEVEN)).isFalse();
    }

    @Test
    void releasedWhileSomebodyWantsItItIsThatOnes() {
        leases.request(leases.lease("shard"), "b");
        assertThat(lease.wantedBy()).isEmpty();

        lease.renew();
        assertThat(lease.wantedBy()).contains("b");
        lease.release();

        assertThat(leases.lease("shard").owner()).contains("b");
    }

    @Test
    void aWishIsHeardWithoutAWrite() {
        leases.request(leases.lease("shard"), "b");

        lease.see(leases.lease("shard"));

        assertThat(lease.wantedBy()).contains("b");
        lease.release();
        assertThat(leases.lease("shard").owner()).contains("b");
    }

    @Test
    void readToItsEndItIsNobodys() {
        lease.checkpoint(SEVEN);

        assertThat(lease.end()).isTrue();

        assertThat(leases.leases())
                .isEqualTo(
                        List.of(
                                new Lease(
                                        "shard",
                                        Optional.empty(),
                                        3,
                                        SEVEN,
                                        true,
                                        Set.of(),
                                        Optional.empty())));
    }
}
