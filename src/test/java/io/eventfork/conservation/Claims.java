package io.eventfork.conservation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has to be, and what may be. Maps go by the reference of orders. Immutable.
 *
 * @param issued every order that was sent
 * @param obligations event id of each order that was answered by 2xx
 * @param publishedIds event id of each order that reached the topic
 * @param published how often the topic confirmed its event
 * @param copied the messages of it of which a replay's destination confirmed a copy, by their ids
 * @param unknown orders of which the cloud left open what became of a call
 * @param poison the dead letters that there have to be
 */
record Claims(
        Map<String, Order> issued,
        Map<String, String> obligations,
        Map<String, String> publishedIds,
        Map<String, Integer> published,
        Map<String, Set<String>> copied,
        Set<String> unknown,
        List<Letter> poison) {

    Claims {
        issued = Map.copyOf(issued);
        obligations = Map.copyOf(obligations);
        publishedIds = Map.copyOf(publishedIds);
        published = Map.copyOf(published);
        copied = Map.copyOf(copied);
        unknown = Set.copyOf(unknown);
        poison = List.copyOf(poison);
    }

    static Claims of(Book book, Witness witness, Poisons poisons) {
        return new Claims(
                book.issued(),
                book.eventIds(),
                witness.eventIds(),
                witness.published(),
                witness.copied(),
                witness.unknown(),
                poisons.expected());
    }

    /**
     * The orders that have to be in every sink, by their event ids: those that were answered by
     * 2xx, and those that the topic took while the caller was told nothing.
     */
    Map<String, String> required() {
        Map<String, String> required = new HashMap<>();
        published.keySet().forEach(order -> required.put(order, publishedIds.get(order)));
        required.putAll(obligations);
        return required;
    }

    /** The event id of an order, as far as anybody knows it. */
    String eventId(String reference) {
        return obligations.getOrDefault(reference, publishedIds.getOrDefault(reference, ""));
    }
}
