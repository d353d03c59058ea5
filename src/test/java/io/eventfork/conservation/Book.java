package io.eventfork.conservation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who was promised what: every order that was issued, and the event id of each that was answered by
 * 2xx, which makes it an obligation. Thread-safe.
 */
final class Book {

    private final Map<String, Order> issued = new ConcurrentHashMap<>();
    private final Map<String, String> eventIds = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    /** An order is about to be sent. */
    void issue(Order order) {
        issued.put(order.reference(), order);
    }

    /** A request for it was made. */
    void requested() {
        requests.incrementAndGet();
    }

    /** A request brought no 2xx: the order may have been taken, or not. */
    void unanswered() {
        unanswered.incrementAndGet();
    }

    /** A request was answered by 2xx. */
    void accepted(Order order, String eventId) {
        String before = eventIds.putIfAbsent(order.reference(), eventId);
        if (before != null && !before.equals(eventId)) {
            complain("Order " + order.reference() + " became two events by the same request");
        }
    }

    /** Something was answered that is no answer to a good order. */
    void complain(String what) {
        complaints.add(what);
    }

    Map<String, Order> issued() {
        return Map.copyOf(issued);
    }

    Order order(String reference) {
        return issued.get(reference);
    }

    /** The event id that was answered, by the reference of each obligation. */
    Map<String, String> eventIds() {
        return Map.copyOf(eventIds);
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    int requests() {
        return requests.get();
    }

    int unansweredRequests() {
        return unanswered.get();
    }
}
