package io.eventfork.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.problem.ProblemException;
import org.junit.jupiter.api.Test;

class PageRequestTest {

    @Test
    void aTokenHoldsEveryPartOfAKey() {
        assertThat(PageRequest.key(PageRequest.token("a b", "ü/?"), 2))
                .containsExactly("a b", "ü/?");
    }

    @Test
    void aTokenOfAnotherListIsRefused() {
        String token = PageRequest.token("a");

        assertThatThrownBy(() -> PageRequest.key(token, 2)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> PageRequest.key(PageRequest.token("a", ""), 2))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void theLimitHasADefault() {
        assertThat(PageRequest.limit(null, 50, 200)).isEqualTo(50);
        assertThat(PageRequest.limit("200", 50, 200)).isEqualTo(200);
    }
}
