package io.eventfork.conservation;

import java.util.ArrayList;
import java.util.List;

/** Looks for the card numbers of the orders, however they are grouped. Not thread-safe. */
final class CardSearch {

    private final List<String> found = new ArrayList<>();

    Effect in(String place, Effect effect) {
        in(place, effect.content());
        return effect;
    }

    void in(String place, String text) {
        String ungrouped = text.replaceAll("(?<=\\d)[ -](?=\\d)", "");
        for (String number : OrderMaker.cardNumbers()) {
            if (ungrouped.contains(number)) {
                found.add(place + ": " + number.substring(0, 4) + "…");
            }
        }
    }

    /** Where card numbers were found. */
    List<String> found() {
        return List.copyOf(found);
    }
}
