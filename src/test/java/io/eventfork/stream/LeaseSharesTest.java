package io.eventfork.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Leases are written as words: owner, or {@code -} for nobody; {@code x:b} is x's, and b has asked
 * for it; {@code b!} has not been renewed for too long.
 */
class LeaseSharesTest {

    private final LeaseShares shares = new LeaseShares("me", new Random(7));

    @ParameterizedTest(name = "of {0} it takes {1} and asks for {2}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "-                  | 1 | 0 | alone, it takes what there is",
                "- - - -            | 4 | 0 | alone, it takes all",
                "- - - - a          | 3 | 0 | with another, it takes its half, rounded up",
                "a - b -            | 2 | 0 | nobody's leases do not wait for the slowest",
                "a a - -            | 2 | 0 | what is free is taken before anybody is asked",
                "a! a! me me        | 2 | 0 | the dead are no sharers",
                "a! a! b me         | 1 | 0 | the dead's leases are shared",
                "a a a a            | 0 | 1 | one at a time is asked for",
                "a:me a a a         | 0 | 0 | one wish is open",
                "a a me             | 0 | 0 | a difference of one is fair",
                "a a a me           | 0 | 1 | a difference of two is not",
                "a a b b            | 0 | 1 | two, two and none is not fair",
                "a b c              | 0 | 0 | a worker may have nothing to do",
                "a a b:c b me       | 0 | 0 | what another will get counts as the other's",
                "me me me           | 0 | 0 | what it holds it holds",
                "a a:b b b me       | 0 | 1 | the busiest is asked",
                "me! me! -          | 1 | 0 | its own it renews elsewhere",
            })
    void itSharesFairly(String leases, int taken, int requested, String why) {
        List<Lease> all = leases(leases);
        Set<String> dead =
                words(leases).stream()
                        .filter(word -> word.endsWith("!"))
                        .map(word -> word.substring(0, word.length() - 1))
                        .collect(Collectors.toSet());
        Set<String> held =
                all.stream()
                        .filter(lease -> lease.isOwnedBy("me"))
                        .map(Lease::shardId)
                        .collect(Collectors.toSet());

        LeaseShares.Plan plan =
                shares.plan(all, held, lease -> dead.contains(lease.owner().orElseThrow()));

        assertThat(plan.take()).as(why).hasSize(taken);
        assertThat(plan.take()).allMatch(lease -> !lease.isOwnedBy("me"));
        assertThat(plan.request().stream()).as(why).hasSize(requested);
    }

    @Test
    void asksTheBusiestForOneThatNobodyElseWants() {
        List<Lease> all = leases("a a:c b b:c b b me");

        assertThat(shares.plan(all, Set.of("shard-6"), lease -> false).request())
                .hasValueSatisfying(
                        lease -> {
                            assertThat(lease.owner()).contains("b");
                            assertThat(lease.wantedBy()).isEmpty();
                        });
    }

    @Test
    void takesWhatWasHandedToItHoweverMuchItHas() {
        List<Lease> all = leases("me me me a");

        assertThat(shares.plan(all, Set.of("shard-0", "shard-1"), lease -> false).take())
                .extracting(Lease::shardId)
                .containsExactly("shard-2");
    }

    @Test
    void doesNotTakeAgainWhatItIsStillLettingGo() {
        assertThat(shares.plan(leases("- -"), Set.of("shard-0"), lease -> false).take())
                .extracting(Lease::shardId)
                .containsExactly("shard-1");
    }

    @Test
    void childrenWaitUntilAllTheirParentsHaveBeenRead() {
        Lease left = Lease.of("left", Position.TRIM_HORIZON, Set.of());
        Lease right = Lease.of("right", Position.TRIM_HORIZON, Set.of());
        Lease merged = Lease.of("merged", Position.TRIM_HORIZON, Set.of("left", "right"));

        assertThat(taken(left, right, merged)).containsExactlyInAnyOrder("left", "right");
        assertThat(taken(left.read(), right, merged)).containsExactly("right");
        assertThat(taken(left.read(), right.read(), merged)).containsExactly("merged");
        // The parents have fallen out of the stream's retention.
        assertThat(taken(merged)).containsExactly("merged");
    }

    private List<String> taken(Lease... leases) {
        return shares.plan(List.of(leases), Set.of(), lease -> false).take().stream()
                .map(Lease::shardId)
                .toList();
    }

    private static List<String> words(String leases) {
        return Arrays.asList(leases.strip().split("\\s+"));
    }

    private static List<Lease> leases(String text) {
        List<Lease> leases = new ArrayList<>();
        for (String word : words(text)) {
            String[] names = word.replace("!", "").split(":", 2);
            leases.add(
                    new Lease(
                            "shard-" + leases.size(),
                            Optional.of(names[0]).filter(name -> !name.equals("-")),
                            3,
                            Position.TRIM_HORIZON,
                            false,
                            Set.of(),
                            names.length == 1 ? Optional.empty() : Optional.of(names[1])));
        }
        return leases;
    }
}
