package io.eventfork.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.delivery.ShiftingClock;
import io.eventfork.pipeline.TransformedEvent;
import io.eventfork.pipeline.TransformedEvent.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class SearchBatchingTest {

    private final ShiftingClock clock = new ShiftingClock();

    @Test
    void theFirstMemberAloneSaysWhenTheBatchCloses() {
        SearchBatching batching = new SearchBatching();
        batching.setClock(clock);
        batching.setInterval(60);
        batching.setIndex("orders");
        batching.prepare();
        Exchange first = member("e-1");
        Exchange second = member("e-2");

        Exchange batch = batching.aggregate(null, first);
        assertThat(batching.remaining(first)).isBetween(59_000L, 60_000L);
        clock.advance(Duration.ofSeconds(45));
        assertThat(batching.aggregate(batch, second)).isSameAs(batch);

        assertThat(batching.remaining(second)).isZero();
        assertThat(batch.getMessage().getBody(SearchBatch.class).documents()).hasSize(2);
    }

    private Exchange member(String id) {
        Exchange member = new DefaultExchange(new DefaultCamelContext());
        member.getMessage()
                .setBody(
                        new TransformedEvent(
                                id,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                Map.of(),
                                "{}",
                                true,
                                Outcome.OK,
                                ""));
        return member;
    }
}
