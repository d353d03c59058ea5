package io.eventfork.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShippingSettingsTest {

    @Test
    void theirTextIsWithoutTheSecret() {
        assertThat(new ShippingSettings(() -> null, "sixteen-characters", null, null).toString())
                .doesNotContain("sixteen");
    }
}
