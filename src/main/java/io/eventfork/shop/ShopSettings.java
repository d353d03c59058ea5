package io.eventfork.shop;

/**
 * Settings of the shop that its routes do not pass.
 *
 * @param basketTotal {@code price-times-quantity} or {@code sum-price}
 * @param maxEventBytes the largest detail of an event
 */
public record ShopSettings(String basketTotal, int maxEventBytes) {}
