package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WorkerTest {

    private final List<String> lines = new ArrayList<>();
    private final Worker worker = new Worker(Duration.ofMillis(1), lines::add);

    @Test
    void namesEachMessageAndShowsNoBody() throws Exception {
        worker.work(
                "[{\"messageId\":\"m1\",\"body\":\"secret\"},{\"MessageId\":\"m2\",\"Body\":\"\"}]");

        assertThat(lines)
                .containsExactly(
                        "Processing message m1.",
                        "Message m1 is complete.",
                        "Processing message m2.",
                        "Message m2 is complete.");
    }

    @Test
    void refusesWhatIsNoList() {
        assertThatThrownBy(() -> worker.work("{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The input is no JSON array of records.");
    }

    @Test
    void endsWithItsParentIfItHasOne() {
        AtomicBoolean ended = new AtomicBoolean();
        Worker.whenParentEnds(Map.of(), InputStream.nullInputStream(), () -> ended.set(true));
        Worker.whenParentEnds(
                Map.of("TASK_PARENT", "shell"),
                InputStream.nullInputStream(),
                () -> ended.set(true));
        await().during(Duration.ofMillis(100)).untilFalse(ended);

        Worker.whenParentEnds(
                Map.of("TASK_PARENT", "stdin"),
                InputStream.nullInputStream(),
                () -> ended.set(true));
        await().untilTrue(ended);
    }
}
