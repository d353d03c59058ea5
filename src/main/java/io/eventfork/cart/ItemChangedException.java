package io.eventfork.cart;

/**
 * Another event has changed the item while its schedule was being set, so that the schedule may be
 * that of the older one. Doing the same again, which delivery sees to, puts it right.
 */
final class ItemChangedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ItemChangedException() {
        super("The item has changed while its reminder was scheduled; it is done again.");
    }
}
