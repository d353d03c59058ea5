package io.eventfork.conservation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every line of the backup as it was written: one that is there again has to have the same bytes,
 * and none may hold a card number. Not thread-safe.
 */
final class RawLines {

    private final Map<String, String> first = new HashMap<>();
    private final List<String> altered = new ArrayList<>();
    private final CardSearch cards;

    RawLines(CardSearch cards) {
        this.cards = cards;
    }

    void add(String line) {
        cards.in("backup", line);
        String id = Json.parse(line).at("/_event/id").asText();
        String before = first.putIfAbsent(id, line);
        if (before != null && !before.equals(line)) {
            altered.add("event " + id + " is there again as " + line + " and was " + before);
        }
    }

    /** What is there again and differs. */
    List<String> altered() {
        return List.copyOf(altered);
    }
}
