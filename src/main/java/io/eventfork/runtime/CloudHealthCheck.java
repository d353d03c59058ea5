package io.eventfork.runtime;

import io.eventfork.delivery.ConsumerState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Ready while the cloud answers. A consumer that is paused because its sink is away shows in the
 * details and leaves the replica in service: its queue holds the work. The cloud is asked at most
 * every few seconds. Thread-safe.
 */
final class CloudHealthCheck extends AbstractHealthCheck {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private record Answer(Instant at, String failure) {}

    private final StsClient sts;
    private final Supplier<List<ConsumerState>> consumers;
    private final Clock clock;
    private volatile Answer last = new Answer(Instant.MIN, null);

    CloudHealthCheck(StsClient sts, Supplier<List<ConsumerState>> consumers, Clock clock) {
        super("eventfork", "cloud");
        this.sts = sts;
        this.consumers = consumers;
        this.clock = clock;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        StringJoiner message = new StringJoiner(" ");
        for (ConsumerState consumer : consumers.get()) {
            if (consumer.reason() != null) {
                message.add(
                        "Route %s is paused since %s: %s."
                                .formatted(
                                        consumer.routeId(),
                                        consumer.since().truncatedTo(ChronoUnit.SECONDS),
                                        consumer.reason()));
            }
        }
        String failure = ask();
        if (failure != null) {
            message.add("The cloud does not answer: " + failure);
        }
        if (message.length() > 0) {
            builder.message(message.toString());
        }
        builder.state(failure == null ? HealthCheck.State.UP : HealthCheck.State.DOWN);
    }

    private synchronized String ask() {
        Instant now = clock.instant();
        if (now.isBefore(last.at().plus(last.at().equals(Instant.MIN) ? Duration.ZERO : FRESH))) {
            return last.failure();
        }
        String failure = null;
        try {
            sts.getCallerIdentity();
        } catch (SdkException e) {
            failure = e.getMessage();
        }
        last = new Answer(now, failure);
        return failure;
    }
}
