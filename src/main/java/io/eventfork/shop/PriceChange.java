package io.eventfork.shop;

import java.math.BigDecimal;

/** That a product has another price. */
record PriceChange(String productId, BigDecimal price) {}
