package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class RequestCountersTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RequestCounters requests = new RequestCounters(meters);

    @Test
    void whatAnAlertAsksForIsThereFromTheStart() {
        assertThat(count("accepted", "202")).isZero();
        assertThat(count("rejected", "429")).isZero();
        assertThat(count("rejected", "503")).isZero();
    }

    @Test
    void answersCountByTheirStatus() {
        requests.count(202);
        requests.count(204);
        requests.count(404);
        requests.count(404);

        assertThat(count("accepted", "202")).isEqualTo(1);
        assertThat(count("accepted", "204")).isEqualTo(1);
        assertThat(count("rejected", "404")).isEqualTo(2);
    }

    private double count(String what, String status) {
        return meters.get("eventfork.http." + what).tag("status", status).counter().count();
    }
}
