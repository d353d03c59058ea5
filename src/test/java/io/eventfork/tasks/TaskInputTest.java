package io.eventfork.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskInputTest {

    /** In the plain locale an environment has nothing else. */
    @Test
    void anInputIsAsciiAndSaysTheSame() throws Exception {
        ObjectNode record =
                JsonNodeFactory.instance.objectNode().put("body", "Jos\u00e9 \ud83d\ude00");

        String input = TaskInput.of(List.of(record));

        assertThat(input).isASCII();
        assertThat(new JsonMapper().readTree(input).get(0)).isEqualTo(record);
    }
}
