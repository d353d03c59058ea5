package io.eventfork.tasks.ecs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/** A second passes between two looks at it. Thread-safe. */
final class HurriedClock extends Clock {

    private final Instant start;
    private final AtomicInteger looks = new AtomicInteger();

    /**
     * @param ahead of the system's clock; negative if it is behind
     */
    HurriedClock(Duration ahead) {
        start = Instant.now().plus(ahead);
    }

    @Override
    public Instant instant() {
        return start.plusSeconds(looks.incrementAndGet());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
