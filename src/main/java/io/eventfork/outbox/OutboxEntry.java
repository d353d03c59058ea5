package io.eventfork.outbox;

import io.eventfork.bus.BusEvents;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * An event that waits in an outbox table to be put on the bus.
 *
 * @param id unique in its table, and what the entry is called in the log
 * @param source the event's source on the bus
 * @param detailType the event's detail type
 * @param detail the event itself, a JSON object as text
 * @param time when what it tells of happened: now, as a rule; other replicas leave a young entry to
 *     the one that wrote it
 * @param traceHeader the trace that the event belongs to, as X-Ray writes it
 */
public record OutboxEntry(
        String id,
        String source,
        String detailType,
        String detail,
        Instant time,
        Optional<String> traceHeader) {

    /** The attribute that is the table's key. */
    static final String ID = "Id";

    private static final String SOURCE = "Source";
    private static final String DETAIL_TYPE = "DetailType";
    private static final String DETAIL = "Detail";
    private static final String TIME = "Time";
    private static final String TRACE_HEADER = "TraceHeader";

    /** An entry without a trace. */
    public OutboxEntry(String id, String source, String detailType, String detail, Instant time) {
        this(id, source, detailType, detail, time, Optional.empty());
    }

    /**
     * What writes the entry, as part of the transaction that writes what it tells of.
     *
     * @param table the physical name of the outbox table
     */
    public Put put(String table) {
        Map<String, AttributeValue> item = new HashMap<>(key(id));
        item.put(SOURCE, AttributeValue.fromS(source));
        item.put(DETAIL_TYPE, AttributeValue.fromS(detailType));
        item.put(DETAIL, AttributeValue.fromS(detail));
        item.put(TIME, AttributeValue.fromS(time.toString()));
        traceHeader.ifPresent(header -> item.put(TRACE_HEADER, AttributeValue.fromS(header)));
        return Put.builder().tableName(table).item(item).build();
    }

    static Map<String, AttributeValue> key(String id) {
        return Map.of(ID, AttributeValue.fromS(id));
    }

    /**
     * The entry of an item.
     *
     * @throws IllegalArgumentException if the item is none; the message says what it lacks
     */
    static OutboxEntry of(Map<String, AttributeValue> item) {
        try {
            return new OutboxEntry(
                    text(item, ID),
                    text(item, SOURCE),
                    text(item, DETAIL_TYPE),
                    text(item, DETAIL),
                    Instant.parse(text(item, TIME)),
                    Optional.ofNullable(item.get(TRACE_HEADER)).map(AttributeValue::s));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("its Time is no instant", e);
        }
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.s() == null) {
            throw new IllegalArgumentException("it has no text " + name);
        }
        return value.s();
    }

    PutEventsRequestEntry event(BusEvents events) {
        return events.entry(source, detailType, detail, time, traceHeader);
    }
}
