package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingTest {

    @Test
    void nothingIsTracedUnlessACollectorIsNamed() {
        assertThat(Tracing.of(settings(Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "eventfork.tracing.collector,collector:4318,write a URL such as",
        "eventfork.tracing.collector,a b,write a URL such as",
        "eventfork.tracing.percent,101,a whole number from 0 to 100",
    })
    void whatCannotBeUsedIsToldAtTheStart(String name, String value, String told) {
        assertThatThrownBy(() -> Tracing.check(settings(Map.of(name, value))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(told);
    }

    private static Settings settings(Map<String, String> options) {
        return Settings.load(options, Optional.empty(), Map.of(), new Properties());
    }
}
