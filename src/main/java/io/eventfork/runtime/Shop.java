package io.eventfork.runtime;

import io.eventfork.shop.ShopSettings;

/** What the settings say of the shop. */
final class Shop {

    private Shop() {}

    static ShopSettings settings(Settings settings) {
        return new ShopSettings(
                settings.oneOf("shop.basket.total", "price-times-quantity", "sum-price"),
                (int) settings.bytes("shop.max-event"));
    }
}
