package io.eventfork.delivery;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What the parts of one consumer's delivery share. */
record LeaseParts(
        String route,
        SqsClient client,
        SourceQueue queue,
        DeliverySettings settings,
        DeliveryMetrics metrics,
        Clock clock,
        UnaryOperator<String> mask,
        Executor executor) {

    Reasons reasons() {
        return new Reasons(mask);
    }
}
