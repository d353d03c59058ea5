package io.eventfork.event;

/** The names of the message attributes that travel with an event through topics and queues. */
public final class EventAttributes {

    /** The event's id; what makes a delivery or a replay recognisable as a repetition. */
    public static final String EVENT_ID = "eventId";

    /** What happened, in the form {@code <use case>.<what>}, for example the checkout's order. */
    public static final String EVENT_TYPE = "eventType";

    /** When it happened: an ISO 8601 instant or offset date-time. */
    public static final String OCCURRED_AT = "occurredAt";

    /** The amount of money, an exact decimal of the data type Number; filter policies use it. */
    public static final String AMOUNT = "amount";

    /**
     * The only attribute that Eventfork adds to a message on its way: a JSON object of at most 2
     * KiB that tells reason, source queue, time and replay id.
     */
    public static final String EVENTFORK = "eventfork";

    private EventAttributes() {}
}
