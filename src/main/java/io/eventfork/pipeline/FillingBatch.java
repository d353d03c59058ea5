package io.eventfork.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;

/** The body of an exchange while it collects the members of a batch. */
public interface FillingBatch {

    /** When its first member came. */
    Instant openedAt();

    /**
     * What the aggregator's timer is told after a member has joined: the time in milliseconds until
     * the batch that the exchange carries is as old as it may get; 0, which changes nothing, if it
     * carries none that is filling.
     */
    static long remaining(Exchange exchange, Duration interval, Clock clock) {
        if (exchange.getMessage().getBody() instanceof FillingBatch batch) {
            Duration age = Duration.between(batch.openedAt(), clock.instant());
            return Math.max(1, interval.minus(age).toMillis());
        }
        return 0;
    }
}
