package io.eventfork.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.publish.WaitingLine.Turn;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingLineTest {

    private static WaitingLine line(int slots, int maxWaiting) {
        WaitingLine line = new WaitingLine(slots, maxWaiting);
        line.open();
        return line;
    }

    private static Caller caller(int bytes) {
        return new Caller(null, null, null, bytes, 0);
    }

    @Test
    void oneWhoMeetsAFreeSlotPublishesNow() {
        WaitingLine line = line(2, 10);

        assertThat(line.join(caller(1))).isEqualTo(Turn.NOW);
        assertThat(line.join(caller(1))).isEqualTo(Turn.NOW);
        assertThat(line.join(caller(1))).isEqualTo(Turn.LATER);
    }

    @Test
    void thoseWhoWaitGoTogetherInTheOrderInWhichTheyCame() {
        WaitingLine line = line(1, 100);
        line.join(caller(1));
        List<Caller> waiting = IntStream.range(0, 13).mapToObj(n -> caller(1)).toList();
        waiting.forEach(line::join);

        assertThat(line.next()).containsExactlyElementsOf(waiting.subList(0, 10));
        assertThat(line.next()).containsExactlyElementsOf(waiting.subList(10, 13));
        assertThat(line.next()).isEmpty();
        assertThat(line.join(caller(1))).isEqualTo(Turn.NOW);
    }

    @Test
    void aBatchHasAsManyBytesAsARequestMayHave() {
        WaitingLine line = line(1, 100);
        line.join(caller(1));
        for (int bytes : List.of(200_000, 62_144, 1, 262_144, 300_000, 5)) {
            line.join(caller(bytes));
        }

        assertThat(line.next()).extracting(Caller::bytes).containsExactly(200_000, 62_144);
        assertThat(line.next()).extracting(Caller::bytes).containsExactly(1);
        assertThat(line.next()).extracting(Caller::bytes).containsExactly(262_144);
        assertThat(line.next()).as("only the service can refuse it").hasSize(1);
        assertThat(line.next()).extracting(Caller::bytes).containsExactly(5);
    }

    @Test
    void noMoreWaitThanMay() {
        WaitingLine line = line(1, 2);
        line.join(caller(1));

        assertThat(line.join(caller(1))).isEqualTo(Turn.LATER);
        assertThat(line.join(caller(1))).isEqualTo(Turn.LATER);
        assertThat(line.join(caller(1))).isEqualTo(Turn.FULL);
        assertThat(line.pending()).isEqualTo(3);
    }

    /** A route that stopped between the taking of a batch and its publishing would refuse it. */
    @Test
    void aBatchThatWasTakenIsPendingUntilItsSlotIsGivenBack() {
        WaitingLine line = line(1, 10);
        line.join(caller(1));
        line.join(caller(1));

        assertThat(line.next()).hasSize(1);
        assertThat(line.pending()).isEqualTo(1);
        assertThat(line.next()).isEmpty();
        assertThat(line.pending()).isZero();
    }

    @Test
    void aClosedLineLetsNobodyInAndServesThoseWhoWait() {
        WaitingLine line = line(1, 10);
        line.join(caller(1));
        line.join(caller(1));
        line.close();

        assertThat(line.join(caller(1))).isEqualTo(Turn.CLOSED);
        assertThat(line.next()).hasSize(1);
        line.open();
        assertThat(line.join(caller(1))).isEqualTo(Turn.LATER);
        assertThat(line.leave()).hasSize(1);
        assertThat(line.next()).isEmpty();
    }
}
