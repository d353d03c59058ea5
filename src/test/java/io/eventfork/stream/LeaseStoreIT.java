package io.eventfork.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.localcloud.SharedLocalCloud;
import io.eventfork.stream.LeaseStore.Replacement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What leases promise, of the table on the wire and of its double in memory. */
class LeaseStoreIT {

    private static final ControlTable TABLE = new ControlTable(SharedLocalCloud.get().dynamoDb());
    private static final AtomicInteger STREAMS = new AtomicInteger();
    private static final Lease NEW = Lease.of("shard-b", Position.TRIM_HORIZON, Set.of("shard-a"));
    private static final Optional<String> ME = Optional.of("me");
    private static final Optional<String> OTHER = Optional.of("other");

    @BeforeAll
    static void createTable() {
        TABLE.create();
    }

    @Nested
    class OfTheTable extends Promises {

        OfTheTable() {
            super(
                    new DynamoDbLeases(
                            SharedLocalCloud.get().dynamoDb(),
                            TABLE.name(),
                            "application",
                            "stream-" + STREAMS.incrementAndGet()));
        }
    }

    @Nested
    class OfItsDouble extends Promises {

        OfItsDouble() {
            super(new InMemoryLeases());
        }
    }

    abstract static class Promises {

        private final LeaseStore store;

        Promises(LeaseStore store) {
            this.store = store;
        }

        private Lease only() {
            assertThat(store.leases()).hasSize(1);
            return store.leases().get(0);
        }

        private Lease write(Lease seen, Lease next) {
            Replacement replacement = store.replace(seen, next);
            assertThat(replacement.written()).isTrue();
            assertThat(only()).isEqualTo(replacement.current().orElseThrow());
            return only();
        }

        @Test
        void aLeaseIsCreatedOnce() {
            store.create(NEW);
            store.create(Lease.of("shard-b", Position.after("7"), Set.of()));

            assertThat(store.leases()).containsExactly(NEW);
        }

        @Test
        void theStartIsWhatWasProposedFirstAndIsNoLease() {
            Position first = Position.at(Instant.parse("2026-01-02T03:04:05.678Z"));

            assertThat(store.start(() -> first)).isEqualTo(first);
            assertThat(store.start(() -> Position.TRIM_HORIZON)).isEqualTo(first);
            assertThat(store.leases()).isEmpty();
        }

        @Test
        void everyStateOfALeaseIsReadAsItWasWritten() {
            store.create(NEW);

            Lease taken = write(NEW, NEW.passedTo(ME));
            Lease renewed = write(taken, taken.renewed());
            Lease moved =
                    write(renewed, renewed.at(Position.after("49590338271490256608559692538")));
            Lease given = write(moved, moved.passedTo(OTHER));
            Lease ended = write(given, given.read());

            assertThat(ended.counter()).isEqualTo(5);
            assertThat(ended.ended()).isTrue();
            assertThat(ended.owner()).isEmpty();
            assertThat(ended.parents()).containsExactly("shard-a");
            assertThat(ended.position()).isEqualTo(moved.position());
        }

        @Test
        void aWriteOnAnOldCounterChangesNothingAndTellsWhatIsThere() {
            store.create(NEW);
            Lease taken = write(NEW, NEW.passedTo(ME));
            Lease now = write(taken, taken.renewed());

            Replacement refused = store.replace(taken, taken.at(Position.after("1")));

            assertThat(refused.written()).isFalse();
            assertThat(refused.current()).contains(now);
            assertThat(only()).isEqualTo(now);
        }

        @Test
        void aWriteOfAnotherOwnerChangesNothing() {
            store.create(NEW);
            Lease taken = write(NEW, NEW.passedTo(ME));
            Lease pretended =
                    new Lease(
                            taken.shardId(),
                            OTHER,
                            taken.counter(),
                            taken.position(),
                            false,
                            taken.parents(),
                            Optional.empty());

            assertThat(store.replace(pretended, pretended.renewed()).written()).isFalse();
            assertThat(only()).isEqualTo(taken);
        }

        @Test
        void aWishOutlivesRenewalsAndEndsWithTheOwner() {
            store.create(NEW);
            Lease taken = write(NEW, NEW.passedTo(ME));

            store.request(taken, "other");
            store.request(taken, "third");
            Lease renewed = write(taken, taken.renewed());
            assertThat(renewed.wantedBy()).isEqualTo(OTHER);

            Lease handed = write(renewed, renewed.passedTo(renewed.wantedBy()));
            assertThat(handed.owner()).isEqualTo(OTHER);
            assertThat(handed.wantedBy()).isEmpty();
        }

        @Test
        void aWishForALeaseThatHasChangedHandsIsDropped() {
            store.create(NEW);
            Lease taken = write(NEW, NEW.passedTo(ME));
            write(taken, taken.passedTo(OTHER));

            store.request(taken, "third");

            assertThat(only().wantedBy()).isEmpty();
        }

        @Test
        void aLeaseThatHasChangedIsNotForgotten() {
            store.create(NEW);
            Lease taken = write(NEW, NEW.passedTo(ME));

            store.forget(NEW);
            assertThat(only()).isEqualTo(taken);
            store.forget(taken);
            assertThat(store.leases()).isEmpty();
            assertThat(store.replace(taken, taken.renewed()))
                    .isEqualTo(new Replacement(false, Optional.empty()));
        }

        @Test
        void ofManyThatTakeALeaseAtATimeOneGetsIt() {
            store.create(NEW);

            List<CompletableFuture<Boolean>> takers =
                    IntStream.range(0, 8)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.supplyAsync(
                                                    () ->
                                                            store.replace(
                                                                            NEW,
                                                                            NEW.passedTo(
                                                                                    Optional.of(
                                                                                            "w"
                                                                                                    + i)))
                                                                    .written()))
                            .toList();

            assertThat(takers.stream().filter(CompletableFuture::join)).hasSize(1);
        }
    }
}
