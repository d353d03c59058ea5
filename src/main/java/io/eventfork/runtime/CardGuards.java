package io.eventfork.runtime;

import io.eventfork.event.CardGuard;

/** What the settings say of card data. */
final class CardGuards {

    private static final String EXEMPT = "eventfork.card-guard.exempt";

    private CardGuards() {}

    static CardGuard of(Settings settings) {
        try {
            return new CardGuard(settings.list(EXEMPT));
        } catch (IllegalArgumentException e) {
            throw settings.invalid(EXEMPT, "JSON pointers such as /id,/items/*/sku", e);
        }
    }
}
