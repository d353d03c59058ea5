package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskReportTest {

    private static final Set<String> IDS = Set.of("m1", "m2");

    @Test
    void namesTheMessagesThatFailed() {
        assertThat(failures("{\"batchItemFailures\":[{\"itemIdentifier\":\"m2\"}]}"))
                .containsExactly("m2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "All done.",
                "{\"done\":2}",
                "{\"batchItemFailures\":[]}",
                "{\"batchItemFailures\":null}"
            })
    void withoutAReportAllAreDone(String lastLine) {
        assertThat(failures(lastLine)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"m3\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"id\":\"m1\"}]}",
                "{\"batchItemFailures\":[\"m1\"]}",
                "{\"batchItemFailures\":{}}",
                "{\"batchItemFailures\":["
            })
    void aReportThatCannotBeRightFailsAll(String lastLine) {
        assertThatThrownBy(() -> failures(lastLine)).isInstanceOf(TaskFailedException.class);
    }

    private static Set<String> failures(String lastLine) {
        return TaskReport.failures(lastLine, IDS);
    }
}
