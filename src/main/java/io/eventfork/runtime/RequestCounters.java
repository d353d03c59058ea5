package io.eventfork.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts answers by status: {@code eventfork.http.accepted} and, from 400 on, {@code
 * eventfork.http.rejected}. Those that an alert may ask for are there from the start, at zero, as
 * an increase is seen only from a value before. Thread-safe.
 */
final class RequestCounters {

    private static final int[] AT_START = {202, 400, 413, 429, 503};

    private final MeterRegistry meters;
    private final Map<Integer, Counter> byStatus = new ConcurrentHashMap<>();

    RequestCounters(MeterRegistry meters) {
        this.meters = meters;
        for (int status : AT_START) {
            byStatus.put(status, counter(status));
        }
    }

    void count(int status) {
        byStatus.computeIfAbsent(status, this::counter).increment();
    }

    private Counter counter(int status) {
        boolean accepted = status < 400;
        return Counter.builder(accepted ? "eventfork.http.accepted" : "eventfork.http.rejected")
                .description(
                        accepted
                                ? "Requests to do something that were accepted."
                                : "Requests to do something that were refused.")
                .tag("status", Integer.toString(status))
                .register(meters);
    }
}
