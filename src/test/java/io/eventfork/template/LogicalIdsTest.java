package io.eventfork.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.provisioning.ResourceKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A resource keeps its logical id for ever, and shares it with no other. */
class LogicalIdsTest {

    @Test
    void aNameOfWordsIsWrittenInCapitals() {
        assertThat(LogicalIds.of(ResourceKind.QUEUE, "checkout-orders-dlq"))
                .isEqualTo("QueueCheckoutOrdersDlq");
    }

    @Test
    void namesThatDifferInSignsAndCaseOnlyDiffer() {
        List<String> names =
                List.of(
                        "ab",
                        "a-b",
                        "a_b",
                        "a.b",
                        "aB",
                        "AB",
                        "A-B",
                        "a--b",
                        "-ab",
                        "a1-2",
                        "a12",
                        "a-12",
                        "a-b-",
                        "ab to c",
                        "a b-to-c");

        assertThat(names.stream().map(name -> LogicalIds.of(ResourceKind.TABLE, name)))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("Table[A-Za-z0-9]+"));
    }
}
