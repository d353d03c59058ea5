package io.eventfork.runtime;

import io.eventfork.delivery.ServiceRefusals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Counts requests to AWS by service and operation: {@code eventfork.aws.requests}, every attempt,
 * since each is paid for, and {@code eventfork.aws.failures}, calls that failed after their
 * retries; that a condition does not hold is an answer. The SDK's own metrics measure far more, at
 * a price for every call. Thread-safe.
 */
final class ApiRequests implements ExecutionInterceptor {

    private record Counters(Counter requests, Counter failures) {}

    private final MeterRegistry meters;
    private final Map<String, Map<String, Counters>> byOperation = new ConcurrentHashMap<>();

    ApiRequests(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes attributes) {
        counters(attributes).requests().increment();
    }

    @Override
    public void onExecutionFailure(
            Context.FailedExecution context, ExecutionAttributes attributes) {
        if (!ServiceRefusals.isAnswer(context.exception())) {
            counters(attributes).failures().increment();
        }
    }

    private Counters counters(ExecutionAttributes attributes) {
        String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        Map<String, Counters> ofService = byOperation.get(service);
        Counters known = ofService == null ? null : ofService.get(operation);
        // computeIfAbsent may lock a bin, even for what is there.
        return known != null
                ? known
                : byOperation
                        .computeIfAbsent(service, any -> new ConcurrentHashMap<>())
                        .computeIfAbsent(operation, any -> registered(service, operation));
    }

    private Counters registered(String service, String operation) {
        return new Counters(
                Counter.builder("eventfork.aws.requests")
                        .description("Requests sent to AWS, repeated ones included.")
                        .tags("service", service, "operation", operation)
                        .register(meters),
                Counter.builder("eventfork.aws.failures")
                        .description("Calls to AWS that failed, after their retries.")
                        .tags("service", service, "operation", operation)
                        .register(meters));
    }
}
