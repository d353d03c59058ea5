package io.eventfork.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.event.PermanentFailureException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusEnvelopeTest {

    private static final String EVENT =
            """
            {"version":"0","id":"e-1","detail-type":"CheckoutBasket","source":"shop","account":"000000000000",
             "time":"2026-11-20T00:00:00Z","region":"us-east-1","resources":[],"detail":{"userName":"swn"}}
            """;

    @Test
    void readsTheEventAndWhatIsAroundIt() {
        BusEnvelope event = BusEnvelope.of(EVENT);

        assertThat(event.id()).isEqualTo("e-1");
        assertThat(event.source()).isEqualTo("shop");
        assertThat(event.detailType()).isEqualTo("CheckoutBasket");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(event.requireText("userName")).isEqualTo("swn");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"userName\":\"swn\"} | [1] | /detail",
                "\"e-1\" | 1 | /id",
                "\"shop\" | \"\" | /source",
                "\"CheckoutBasket\" | null | /detail-type",
                "2026-11-20T00:00:00Z | yesterday | /time",
                "\"userName\" | \"username\" | /detail/userName"
            })
    void whatIsNoEventFailsForGoodAndSaysWhatItLacks(String good, String bad, String pointer) {
        assertThat(EVENT).contains(good);
        assertThatThrownBy(() -> BusEnvelope.of(EVENT.replace(good, bad)).requireText("userName"))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessageEndingWith(" at " + pointer + ".");
    }

    @Test
    void whatIsNotJsonFailsForGood() {
        assertThatThrownBy(() -> BusEnvelope.of("{")).isInstanceOf(PermanentFailureException.class);
    }
}
