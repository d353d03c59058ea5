package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.fulfilment.ShippingSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShippingTest {

    private static final String SECRET = "known-to-the-two-of-them";

    private static Settings settings(String... namesAndValues) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.load(options, Optional.empty(), Map.of(), new Properties());
    }

    @Test
    void oneProcessCallsItselfWithASecretOfItsOwn() {
        Settings settings = settings();
        Shipping.check(settings);

        ShippingSettings one = Shipping.settings(settings, () -> 8123);

        assertThat(one.baseUrl().get()).hasToString("http://127.0.0.1:8123");
        assertThat(one.secret())
                .hasSizeGreaterThan(40)
                .isNotEqualTo(Shipping.settings(settings, () -> 8123).secret());
        assertThat(one.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(one.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, http://127.0.0.1:80", "::, http://127.0.0.1:80", "::1, http://[::1]:80"})
    void oneProcessFindsItselfWhereverItListens(String host, String url) {
        assertThat(Shipping.settings(settings("eventfork.host", host), () -> 80).baseUrl().get())
                .hasToString(url);
    }

    @Test
    void theOrderServiceAloneMustBeToldWhereTheShippingServiceIs() {
        assertThatThrownBy(() -> Shipping.check(settings("eventfork.apps", "fulfilment/orders")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("fulfilment.shipping.url");
    }

    @Test
    void twoProcessesMustBeToldTheSecret() {
        assertThatThrownBy(() -> Shipping.check(settings("eventfork.apps", "fulfilment/shipping")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("fulfilment.shipping.secret");
        assertThatThrownBy(
                        () ->
                                Shipping.check(
                                        settings("fulfilment.shipping.url", "http://10.0.0.7")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("fulfilment.shipping.secret");
    }

    @Test
    void twoProcessesThatWereToldAreFine() {
        Settings orders =
                settings(
                        "eventfork.apps", "checkout,fulfilment/orders",
                        "fulfilment.shipping.url", "https://shipping.example.org/base",
                        "fulfilment.shipping.secret", SECRET);

        assertThatCode(() -> Shipping.check(orders)).doesNotThrowAnyException();
        assertThatCode(
                        () ->
                                Shipping.check(
                                        settings(
                                                "eventfork.apps",
                                                "fulfilment/shipping",
                                                "fulfilment.shipping.secret",
                                                SECRET)))
                .doesNotThrowAnyException();
        ShippingSettings told = Shipping.settings(orders, () -> 8123);
        assertThat(told.baseUrl().get()).hasToString("https://shipping.example.org/base");
        assertThat(told.secret()).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fulfilment", "cart", "fulfilment/orders,fulfilment/shipping"})
    void whoeverRunsBothOrNoneNeedsToBeToldNothing(String apps) {
        assertThatCode(() -> Shipping.check(settings("eventfork.apps", apps)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with a blank in between", "with-\u00e9-somewhere"})
    void refusesABadSecretWithoutTellingIt(String secret) {
        assertThatThrownBy(() -> Shipping.check(settings("fulfilment.shipping.secret", secret)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("fulfilment.shipping.secret")
                .hasMessageNotContaining(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nowhere", "ftp://shipping", "http://me:secret@shipping", "http://s/?a=b"})
    void refusesABadUrlWithoutTellingIt(String url) {
        assertThatThrownBy(() -> Shipping.check(settings("fulfilment.shipping.url", url)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("fulfilment.shipping.url")
                .hasMessageNotContaining(url);
    }

    @Test
    void refusesToWaitForNoTimeAtAll() {
        assertThatThrownBy(
                        () ->
                                Shipping.settings(
                                        settings("fulfilment.shipping.timeout", "0s"), () -> 80))
                .hasMessageContaining("fulfilment.shipping.timeout");
    }
}
