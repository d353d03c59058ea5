package io.eventfork.delivery;

import io.eventfork.event.EventAttributes;
import io.eventfork.event.EventId;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.MDC;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The ids that log lines of this thread carry until it is closed: {@value #ROUTE}, {@value #QUEUE}
 * and, of a message, {@value #MESSAGE_ID} and {@value #EVENT_ID}. What the context held before is
 * then restored. For the thread that made it.
 *
 * <p>It copies the context, which is for what fails; where every message passes, {@link #enter} and
 * {@link #leave} set the id of the message alone, beside the route and queue that the polling
 * thread has anyway.
 */
final class LogContext implements AutoCloseable {

    static final String ROUTE = "route";
    static final String QUEUE = "queue";
    static final String MESSAGE_ID = "messageId";
    static final String EVENT_ID = "eventId";

    private final Map<String, String> before;

    private LogContext() {
        before = MDC.getCopyOfContextMap();
    }

    static LogContext of(String route, String queue) {
        LogContext context = new LogContext();
        MDC.put(ROUTE, route);
        MDC.put(QUEUE, queue);
        return context;
    }

    /**
     * The ids of a message too.
     *
     * @param mask removes card data from a text: an event's id is its sender's text
     */
    static LogContext of(String route, String queue, Message message, UnaryOperator<String> mask) {
        LogContext context = of(route, queue);
        MDC.put(MESSAGE_ID, message.messageId());
        MessageAttributeValue event = message.messageAttributes().get(EventAttributes.EVENT_ID);
        if (event != null && event.stringValue() != null) {
            MDC.put(EVENT_ID, EventId.withoutCardData(event.stringValue(), mask));
        }
        return context;
    }

    /** The message that this thread works on from now on, until the next one or {@link #leave}. */
    static void enter(String messageId) {
        MDC.put(MESSAGE_ID, messageId);
    }

    /** This thread works on no message any more. */
    static void leave() {
        MDC.remove(MESSAGE_ID);
    }

    @Override
    public void close() {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
